package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.testing.DynamoDbLocal;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.secrets.SecretsManagerServer;
import dev.keysmith.signing.FirstSecrets;
import dev.keysmith.signing.SigningSecret;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The three secrets in our Secrets Manager, the function beside it, and a clock that tests move. */
final class RotatedSecrets implements AutoCloseable {

    static final String VERIFICATION = "test/verification";
    static final String SIGNING = "test/signing";
    static final String LEDGER = "test/ledger";
    static final Duration DELAY = Duration.ofMinutes(10);
    static final Duration SLACK = Duration.ofMinutes(30);

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:rotate-secret";

    final TestClock clock = new TestClock();
    final SecretsManagerServer server;
    final SecretsManagerClient client;
    final ApplicationContext beans;
    private final String keysTable = "keys-" + UUID.randomUUID();
    private final DynamoDbClient dynamoDb = LocalAws.dynamoDb(DynamoDbLocal.endpoint());

    RotatedSecrets(Path directory, Map<String, Object> settings) throws IOException {
        server = new SecretsManagerServer(directory, 0, clock);
        server.start();
        // Tests make the steps themselves.
        server.rotateWith((arn, event) -> true);
        client = LocalAws.secretsManager(server.endpoint());
        DynamoDbLocal.createKeysTable(dynamoDb, keysTable);
        FirstSecrets first = FirstSecrets.generate(
                VerificationSecret.first(new SecureRandom(), clock.instant()),
                JwsAlgorithm.RS256,
                new SecureRandom(),
                clock.instant());
        create(VERIFICATION, first.verification().toText());
        create(SIGNING, first.signing().toText());
        create(LEDGER, LedgerSecret.first(new SecureRandom(), clock.instant()).toText());
        Map<String, Object> properties = new HashMap<>(Map.of(
                "keysmith.keys-table", keysTable,
                "keysmith.verification-secret", VERIFICATION,
                "keysmith.signing-secret", SIGNING,
                "keysmith.ledger-secret", LEDGER,
                "aws.region", "us-east-1",
                "local-stack.dynamodb", DynamoDbLocal.endpoint(),
                "local-stack.secrets-manager", server.endpoint()));
        properties.putAll(settings);
        beans = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .properties(properties)
                .singletons(clock)
                .start();
    }

    /** Has Secrets Manager begin a rotation; the id of the version that it made for it. */
    String begin(String name) {
        return client.rotateSecret(request -> request.secretId(name).rotationLambdaARN(FUNCTION))
                .versionId();
    }

    void run(String name, String token, RotationStep... steps) {
        for (RotationStep step : steps) {
            beans.getBean(Rotations.class)
                    .run(new RotationEvent(
                            step,
                            client.describeSecret(request -> request.secretId(name))
                                    .arn(),
                            token));
        }
    }

    /** A whole rotation; the id of the version that is current after it. */
    String rotate(String name) {
        String token = begin(name);
        run(name, token, RotationStep.values());
        return token;
    }

    /** Puts a value in the place of what the function would make. */
    void putPending(String name, String token, String value) {
        client.putSecretValue(request -> request.secretId(name)
                .clientRequestToken(token)
                .secretString(value)
                .versionStages("AWSPENDING"));
    }

    void put(String name, String value) {
        client.putSecretValue(request -> request.secretId(name).secretString(value));
    }

    /** A key whose hash is under this pepper. */
    void useKey(int pepper) {
        dynamoDb.putItem(put -> put.tableName(keysTable)
                .item(Map.of(
                        "key_id",
                        AttributeValue.fromS("0000000000000001"),
                        "pepper",
                        AttributeValue.fromN(Integer.toString(pepper)))));
    }

    String value(String name) {
        return client.getSecretValue(request -> request.secretId(name)).secretString();
    }

    String pending(String name, String token) {
        return client.getSecretValue(request -> request.secretId(name).versionId(token))
                .secretString();
    }

    String currentVersion(String name) {
        return client.getSecretValue(request -> request.secretId(name)).versionId();
    }

    List<String> stages(String name, String version) {
        return client.describeSecret(request -> request.secretId(name))
                .versionIdsToStages()
                .getOrDefault(version, List.of());
    }

    VerificationSecret verification() {
        return VerificationSecret.parse(value(VERIFICATION));
    }

    SigningSecret signing() {
        return SigningSecret.parse(value(SIGNING));
    }

    LedgerSecret ledger() {
        return LedgerSecret.parse(value(LEDGER));
    }

    @Override
    public void close() {
        beans.close();
        client.close();
        dynamoDb.close();
        server.close();
    }

    private void create(String name, String text) {
        client.createSecret(request -> request.name(name).secretString(text));
    }
}
