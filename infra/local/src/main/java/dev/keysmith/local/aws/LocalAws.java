package dev.keysmith.local.aws;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The account that the local stack plays in, in one region. Credentials are names only: each function has an access key id of its
 * own, and {@code local} is whoever may do everything.
 */
public final class LocalAws {

    private static final String REGION = "us-east-1";
    private static final String CREDENTIAL = "local";

    /** What the developer's machine has for the outside world is not asked for 127.0.0.1. */
    private static final ProxyConfiguration NO_PROXY = ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .build();

    private LocalAws() {}

    /** For a function: what Lambda would set. */
    public static Map<String, String> environment(String function) {
        return Map.of(
                "AWS_REGION", REGION,
                "AWS_ACCESS_KEY_ID", accessKeyId(function),
                "AWS_SECRET_ACCESS_KEY", CREDENTIAL);
    }

    /** The ARN of a function. */
    public static String functionArn(String function) {
        return "arn:aws:lambda:" + REGION + ":000000000000:function:" + function;
    }

    /** The access key id of a function. DynamoDB Local takes letters and digits only. */
    public static String accessKeyId(String function) {
        return "function" + function.replace("-", "");
    }

    /** A client of DynamoDB at this endpoint. */
    public static DynamoDbClient dynamoDb(URI endpoint) {
        return configured(DynamoDbClient.builder(), endpoint).build();
    }

    /** A client of the streams of DynamoDB's tables, at DynamoDB's endpoint. */
    public static DynamoDbStreamsClient dynamoDbStreams(URI endpoint) {
        return configured(DynamoDbStreamsClient.builder(), endpoint).build();
    }

    /** A client of Secrets Manager at this endpoint. */
    public static SecretsManagerClient secretsManager(URI endpoint) {
        return secretsManager(endpoint, CREDENTIAL);
    }

    /** A client of Secrets Manager at this endpoint, with this access key id. */
    public static SecretsManagerClient secretsManager(URI endpoint, String accessKeyId) {
        return configured(SecretsManagerClient.builder(), endpoint)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, CREDENTIAL)))
                .build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(CREDENTIAL, CREDENTIAL)))
                .httpClientBuilder(Apache5HttpClient.builder().proxyConfiguration(NO_PROXY));
    }
}
