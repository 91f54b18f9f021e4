package dev.keysmith.functions.ledger.objects.s3;

import dev.keysmith.core.settings.Settings;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Buckets of S3. {@code AWS_ENDPOINT_URL_S3} is the SDK's own way to another endpoint. */
@Singleton
public final class Buckets {

    /** A checkpoint of many keys is large: these are longer than those of calls that somebody waits for. */
    private static final Duration ATTEMPT = Duration.ofSeconds(30);

    private static final Duration CALL = Duration.ofMinutes(2);

    private final S3Client client;

    Buckets(Settings settings, SdkHttpClient httpClient, AwsCredentialsProvider credentials) {
        this.client = S3Client.builder()
                .region(Region.of(settings.text("aws.region")))
                .httpClient(httpClient)
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
    }

    /** The objects of a bucket whose keys begin with this. */
    public ObjectStore open(String bucket, String prefix) {
        return new S3Objects(client, bucket, prefix);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
