package dev.keysmith.functions.rotatesecret;

import static java.util.Map.entry;

import dev.keysmith.core.bootstrap.FirstAdminKey;
import dev.keysmith.core.bootstrap.SecretValues;
import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.DynamoDbLocal;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.secrets.SecretsManagerServer;
import dev.keysmith.signing.SigningSecret;
import io.micronaut.context.ApplicationContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** A deployment of which there are an empty table and secrets without values. */
final class NewDeployment implements AutoCloseable {

    final String verification = "verification-" + UUID.randomUUID();
    final String signing = "signing-" + UUID.randomUUID();
    final String ledger = "ledger-" + UUID.randomUUID();
    final String adminKey = "admin-key-" + UUID.randomUUID();
    final String keysTable = "keys-" + UUID.randomUUID();
    final DynamoDbClient dynamoDb = LocalAws.dynamoDb(DynamoDbLocal.endpoint());
    final SecretsManagerClient client;
    private final TestClock clock = new TestClock();
    private final ApplicationContext beans;

    NewDeployment(SecretsManagerServer server) {
        client = LocalAws.secretsManager(server.endpoint());
        for (String name : List.of(verification, signing, ledger, adminKey)) {
            client.createSecret(request -> request.name(name));
        }
        DynamoDbLocal.createKeysTable(dynamoDb, keysTable);
        beans = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .properties(Map.ofEntries(
                        entry("keysmith.keys-table", keysTable),
                        entry("keysmith.verification-secret", verification),
                        entry("keysmith.signing-secret", signing),
                        entry("keysmith.ledger-secret", ledger),
                        entry("keysmith.admin-key-secret", adminKey),
                        entry("keysmith.key-prefix", "ks"),
                        entry("keysmith.issuer", "https://issuer.example"),
                        entry("keysmith.audiences", "https://audience.example"),
                        entry("keysmith.signing-algorithm", "ES256"),
                        entry("aws.region", "us-east-1"),
                        entry("local-stack.dynamodb", DynamoDbLocal.endpoint()),
                        entry("local-stack.secrets-manager", server.endpoint())))
                .singletons(clock)
                .start();
    }

    SecretValues values() {
        return beans.getBean(SecretValues.class);
    }

    Bootstrap bootstrap() {
        return beans.getBean(Bootstrap.class);
    }

    Bootstrap bootstrap(SecretValues values) {
        return new Bootstrap(
                values,
                beans.getBean(FirstAdminKey.class),
                beans.getBean(RotationSettings.class),
                beans.getBean(Settings.class),
                clock,
                new SecureRandom());
    }

    void put(String name, String text) {
        client.putSecretValue(request -> request.secretId(name).secretString(text));
    }

    Optional<String> value(String name) {
        try {
            return Optional.of(
                    client.getSecretValue(request -> request.secretId(name)).secretString());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /** What all four secrets hold. */
    List<String> everything() {
        return List.of(
                value(verification).orElseThrow(),
                value(signing).orElseThrow(),
                value(ledger).orElseThrow(),
                value(adminKey).orElseThrow());
    }

    /** Whether what signs is verified, the ledger has a key, and the admin key is accepted. */
    boolean works() {
        VerificationSecret published =
                VerificationSecret.parse(value(verification).orElseThrow());
        boolean isVerified = SigningSecret.parse(value(signing).orElseThrow())
                .active(published.activeKeys(clock.instant()))
                .filter(key ->
                        ProbeSignature.isVerified(key, published.key(key.kid()).orElseThrow(), new SecureRandom()))
                .isPresent();
        boolean isChained = LedgerSecret.parse(value(ledger).orElseThrow()).keys().stream()
                .anyMatch(key -> !key.activeFrom().isAfter(clock.instant()));
        return isVerified
                && isChained
                && beans.getBean(CredentialVerifier.class)
                                .verifyFromAnywhere(
                                        new Credential.Presented(value(adminKey).orElseThrow()))
                        instanceof Verification.Verified;
    }

    int records() {
        return dynamoDb.scan(request -> request.tableName(keysTable)).count();
    }

    @Override
    public void close() {
        beans.close();
        client.close();
        dynamoDb.close();
    }
}
