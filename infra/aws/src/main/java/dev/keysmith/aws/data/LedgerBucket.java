package dev.keysmith.aws.data;

import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** Where records are put aside that could not be stored, and where checkpoints are kept: private, versioned, by TLS alone. */
public final class LedgerBucket extends Construct {

    private final Bucket bucket;

    /** Makes it; its name is given by AWS, since names of buckets are everybody's. */
    public LedgerBucket(Construct scope, String id, Optional<IKey> encryptionKey, boolean disposable) {
        super(scope, id);
        Bucket.Builder builder = Bucket.Builder.create(this, "Bucket")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .versioned(true)
                .encryption(encryptionKey.isPresent() ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED)
                .removalPolicy(disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
        encryptionKey.ifPresent(key -> builder.encryptionKey(key).bucketKeyEnabled(true));
        bucket = builder.build();
    }

    /** The bucket. */
    public Bucket bucket() {
        return bucket;
    }
}
