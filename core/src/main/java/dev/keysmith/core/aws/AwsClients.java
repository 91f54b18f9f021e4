package dev.keysmith.core.aws;

import dev.keysmith.core.settings.Settings;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The AWS SDK's clients, as Lambda needs them: region and credentials from the environment (or, with SnapStart, from Lambda's
 * credentials endpoint), no profile files, short timeouts. {@code AWS_ENDPOINT_URL_*} is the SDK's own way to another endpoint.
 */
@Factory
final class AwsClients {

    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z0-9]+)+");
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Region region;

    AwsClients(Settings settings) {
        this.region = Region.of(settings.text("aws.region", REGION, "must be an AWS region"));
    }

    @Singleton
    @Bean(preDestroy = "close")
    SdkHttpClient httpClient() {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ATTEMPT)
                .build();
    }

    @Singleton
    AwsCredentialsProvider credentials() {
        return AwsCredentialsProviderChain.of(
                EnvironmentVariableCredentialsProvider.create(),
                ContainerCredentialsProvider.builder().build());
    }

    @Singleton
    @Bean(preDestroy = "close")
    DynamoDbClient dynamoDb(SdkHttpClient httpClient, AwsCredentialsProvider credentials) {
        return DynamoDbClient.builder()
                .region(region)
                .httpClient(httpClient)
                .credentialsProvider(credentials)
                .overrideConfiguration(overrides())
                .build();
    }

    @Singleton
    @Bean(preDestroy = "close")
    SecretsManagerClient secretsManager(SdkHttpClient httpClient, AwsCredentialsProvider credentials) {
        return SecretsManagerClient.builder()
                .region(region)
                .httpClient(httpClient)
                .credentialsProvider(credentials)
                .overrideConfiguration(overrides())
                .build();
    }

    private static ClientOverrideConfiguration overrides() {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .retryStrategy(RetryMode.STANDARD)
                .defaultProfileFile(ProfileFile.aggregator().build())
                .build();
    }
}
