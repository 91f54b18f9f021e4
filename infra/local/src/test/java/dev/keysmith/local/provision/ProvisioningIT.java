package dev.keysmith.local.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.dynamodb.DynamoDbServer;
import dev.keysmith.local.secrets.SecretsManagerServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

final class ProvisioningIT {

    private static final Naming NAMING = Naming.standard();

    @TempDir
    Path directory;

    private DynamoDbServer dynamoDb;
    private SecretsManagerServer secretsManager;
    private AwsEndpoints endpoints;

    @BeforeEach
    void start() throws Exception {
        dynamoDb = new DynamoDbServer(directory.resolve("dynamodb"), 0);
        dynamoDb.start();
        secretsManager = new SecretsManagerServer(directory.resolve("secrets"), 0, Clock.systemUTC());
        secretsManager.start();
        endpoints = new AwsEndpoints(dynamoDb.endpoint(), secretsManager.endpoint());
    }

    @AfterEach
    void stop() {
        dynamoDb.close();
        secretsManager.close();
    }

    @Test
    void freshDeploymentGetsTablesSecretsAndOneAdminKey() {
        String adminKey = provision();

        assertThat(adminKey).matches("ks_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}");
        try (SecretsManagerClient client = LocalAws.secretsManager(secretsManager.endpoint())) {
            assertThat(client.getSecretValue(request -> request.secretId(NAMING.adminKeySecret()))
                            .secretString())
                    .isEqualTo(adminKey);
            assertThat(client.getSecretValue(request -> request.secretId(NAMING.verificationSecret()))
                            .secretString())
                    .contains("peppers");
        }
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void secondTimeKeepsEverything() {
        String first = provision();
        String pepper = verificationSecret();

        assertThat(provision()).isEqualTo(first);
        assertThat(verificationSecret()).isEqualTo(pepper);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void adminKeyThatIsNoLongerAcceptedIsFollowedByANewOne() {
        String first = provision();
        String keyId = first.split("_", -1)[2];
        try (DynamoDbClient client = LocalAws.dynamoDb(dynamoDb.endpoint())) {
            client.deleteItem(request ->
                    request.tableName(NAMING.keysTable()).key(Map.of("key_id", AttributeValue.fromS(keyId))));
        }

        String second = provision();

        assertThat(second).isNotEqualTo(first);
        assertThat(provision()).isEqualTo(second);
    }

    private String provision() {
        return Provisioning.provision(Blueprint.of(NAMING), endpoints);
    }

    private String verificationSecret() {
        try (SecretsManagerClient client = LocalAws.secretsManager(secretsManager.endpoint())) {
            return client.getSecretValue(request -> request.secretId(NAMING.verificationSecret()))
                    .secretString();
        }
    }

    private int keys() {
        try (DynamoDbClient client = LocalAws.dynamoDb(dynamoDb.endpoint())) {
            return client.scan(request -> request.tableName(NAMING.keysTable())).count();
        }
    }
}
