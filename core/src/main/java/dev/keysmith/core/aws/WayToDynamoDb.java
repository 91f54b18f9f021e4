package dev.keysmith.core.aws;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.context.BeanContext;
import io.micronaut.context.RuntimeBeanDefinition;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The way to DynamoDB, gone once in a rehearsal: name, connection, TLS, HTTP. It is gone by nobody, and DynamoDB may refuse them. The
 * function's own credentials would stay in the snapshot: the SDK keeps keys that it made of them, and what it read them from.
 */
public final class WayToDynamoDb {

    private static final String NOBODY = "MADEUP";

    private WayToDynamoDb() {}

    /** The bean by which a context's clients of AWS have no credentials of anybody. */
    public static RuntimeBeanDefinition<?> nobody() {
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(NOBODY, NOBODY));
        return RuntimeBeanDefinition.builder(AwsCredentialsProvider.class, () -> credentials)
                .singleton(true)
                .replaces(AwsCredentialsProvider.class)
                .build();
    }

    /**
     * Asks for a key that does not exist. Throws {@link UnavailableException} where no answer comes.
     *
     * @param beans a context that has the bean {@link #nobody()}
     */
    public static void go(BeanContext beans) {
        String table = DynamoDbCalls.tableName(beans.getBean(Settings.class), "keysmith.keys-table");
        try {
            beans.getBean(DynamoDbClient.class)
                    .getItem(request -> request.tableName(table).key(Map.of("key_id", Attributes.text("made-up"))));
        } catch (AwsServiceException _) {
            // It answered.
        } catch (SdkException e) {
            throw new UnavailableException("DynamoDB did not answer", e);
        }
    }
}
