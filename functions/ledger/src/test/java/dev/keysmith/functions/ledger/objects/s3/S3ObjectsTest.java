package dev.keysmith.functions.ledger.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import dev.keysmith.functions.ledger.objects.ObjectStoreContractTest;
import io.micronaut.core.value.MapPropertyResolver;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

final class S3ObjectsTest extends ObjectStoreContractTest {

    /** The SDK's own way to another endpoint, as AWS_ENDPOINT_URL_S3 is in a function's environment. */
    private static final String ENDPOINT = "aws.endpointUrlS3";

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private static MotoServer moto;
    private static Buckets buckets;
    private static S3Client client;

    @BeforeAll
    static void start() {
        moto = MotoServer.start();
        System.setProperty(ENDPOINT, moto.endpoint().toString());
        buckets = new Buckets(
                new Settings(new MapPropertyResolver(Map.of("aws.region", "us-east-1"))),
                Apache5HttpClient.create(),
                CREDENTIALS);
        client = S3Client.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(Apache5HttpClient.create())
                .build();
    }

    @AfterAll
    static void stop() {
        System.clearProperty(ENDPOINT);
        if (moto != null) {
            buckets.close();
            client.close();
            moto.close();
        }
    }

    @Override
    protected ObjectStore store() {
        return buckets.open(bucket(), "keysmith/");
    }

    @Test
    void keysBeginWithThePrefix() {
        String bucket = bucket();

        buckets.open(bucket, "keysmith/").put(name("dead-letters/1.json"), bytes("1"));
        buckets.open(bucket, "").put(name("dead-letters/2.json"), bytes("2"));

        assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents())
                .extracting(object -> object.key())
                .containsExactly("dead-letters/2.json", "keysmith/dead-letters/1.json");
        assertThat(buckets.open(bucket, "").list("dead-letters")).containsExactly(name("dead-letters/2.json"));
    }

    @Test
    void bucketThatIsNotThereIsNoEmptyOne() {
        ObjectStore store = buckets.open("no-bucket-" + UUID.randomUUID(), "");

        assertThatThrownBy(() -> store.find(name("dead-letters/1.json"))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.list("dead-letters")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.put(name("dead-letters/1.json"), bytes("1")))
                .isInstanceOf(UnavailableException.class);
    }

    private static String bucket() {
        String bucket = "b-" + UUID.randomUUID();
        client.createBucket(create -> create.bucket(bucket));
        return bucket;
    }
}
