package dev.keysmith.local.provision;

import dev.keysmith.local.aws.LocalAws;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Points the core's clients at the local stack's services: this process has no {@code AWS_ENDPOINT_URL_*} of its own. */
@Factory
final class LocalClients {

    static final String DYNAMODB = "local-stack.dynamodb";
    static final String SECRETS_MANAGER = "local-stack.secrets-manager";

    @Singleton
    @Replaces(DynamoDbClient.class)
    @Bean(preDestroy = "close")
    DynamoDbClient dynamoDb(@Property(name = DYNAMODB) URI endpoint) {
        return LocalAws.dynamoDb(endpoint);
    }

    @Singleton
    @Replaces(SecretsManagerClient.class)
    @Bean(preDestroy = "close")
    SecretsManagerClient secretsManager(@Property(name = SECRETS_MANAGER) URI endpoint) {
        return LocalAws.secretsManager(endpoint);
    }
}
