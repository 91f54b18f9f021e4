package dev.keysmith.functions.ledger.objects.s3;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.functions.ledger.objects.ObjectName;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects of a bucket. S3 tells that there is no object only to who may list the bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
final class S3Objects implements ObjectStore {

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    S3Objects(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public void put(ObjectName name, byte[] content) {
        call(
                "PutObject",
                () -> client.putObject(
                        put -> put.bucket(bucket).key(key(name)).contentType("application/json"),
                        RequestBody.fromBytes(content)));
    }

    @Override
    public Optional<byte[]> find(ObjectName name) {
        return call("GetObject", () -> {
            try {
                return Optional.of(
                        client.getObjectAsBytes(get -> get.bucket(bucket).key(key(name)))
                                .asByteArray());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<ObjectName> list(String folder) {
        return call(
                "ListObjectsV2",
                () ->
                        client
                                .listObjectsV2Paginator(
                                        list -> list.bucket(bucket).prefix(prefix + folder + "/"))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .map(key -> ObjectName.parse(key.substring(prefix.length())))
                                .flatMap(Optional::stream)
                                .sorted()
                                .toList());
    }

    @Override
    public void delete(ObjectName name) {
        call(
                "DeleteObject",
                () -> client.deleteObject(delete -> delete.bucket(bucket).key(key(name))));
    }

    private String key(ObjectName name) {
        return prefix + name.value();
    }

    private static <T> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new UnavailableException("S3 did not answer " + operation, e);
        }
    }
}
