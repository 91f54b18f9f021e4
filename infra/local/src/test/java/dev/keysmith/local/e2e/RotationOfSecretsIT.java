package dev.keysmith.local.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.local.LocalStack;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Secrets rotated under load: not one request fails, and what was made before goes on working. */
class RotationOfSecretsIT {

    private static final Naming NAMING = Naming.standard();

    private @TempDir Path data;
    private SharedStack.Handle handle;
    private LocalStack stack;
    private Api api;
    private String admin;

    @BeforeEach
    void start() {
        handle = SharedStack.start(SharedStack.settings(data)
                .withFunctionEnvironment(Map.of(
                        "KEYSMITH_SECRET_MAX_AGE", "PT2S",
                        "KEYSMITH_ROTATION_SLACK", "PT20S")));
        stack = handle.stack();
        api = handle.api();
        admin = handle.adminKey();
    }

    @AfterEach
    void stop() {
        handle.close();
    }

    @Test
    void signingKeyIsRotatedUnderLoad() {
        IssuedKey key = api.issue(admin, "{\"name\":\"minter\"}");
        String oldToken = api.token(key.key());
        String signed = signedKey();
        String oldKid = kid(oldToken);

        try (SteadyUse use = new SteadyUse(api, admin)) {
            use.warmUp();
            RotatedStack.rotate(stack, NAMING.signingSecret());
            RotatedStack.await(() -> !kid(api.token(key.key())).equals(oldKid));
            // Instances differ in what they hold for a while.
            for (int i = 0; i < 50; i++) {
                assertThat(status(oldToken)).isEqualTo(200);
                assertThat(status(signed)).isEqualTo(200);
                assertThat(status(api.token(key.key()))).isEqualTo(200);
            }
            use.assertNothingFailed();
        }
        assertThat(kid(signedKey())).isNotEqualTo(oldKid);
        assertNoSecretInTheLog(NAMING.signingSecret());
    }

    @Test
    void pepperIsRotatedUnderLoad() {
        IssuedKey old = api.issue(admin, "{\"name\":\"old\"}");
        assertThat(pepper(old)).isEqualTo(1);

        try (SteadyUse use = new SteadyUse(api, admin)) {
            use.warmUp();
            RotatedStack.rotate(stack, NAMING.verificationSecret());
            RotatedStack.await(() -> pepper(api.issue(admin, "{\"name\":\"new\"}")) == 2);
            for (int i = 0; i < 50; i++) {
                IssuedKey fresh = api.issue(admin, "{\"name\":\"new\"}");
                assertThat(api.me(fresh.key()).status()).isEqualTo(200);
                assertThat(api.me(old.key()).status()).isEqualTo(200);
            }
            use.assertNothingFailed();
        }
        RotatedStack.await(() -> pepper(api.issue(admin, "{\"name\":\"new\"}")) == 2);
        String again = api.rotate(admin, old.keyId(), "").json().get("key").asText();
        assertThat(pepper(old)).isEqualTo(2);
        assertThat(api.me(again).status()).isEqualTo(200);
        assertThat(api.me(old.key()).status()).isEqualTo(200);
        assertNoSecretInTheLog(NAMING.verificationSecret());
    }

    @Test
    void outageInTheMiddleDelaysARotationAndLosesNothing() throws Exception {
        VerificationSecret before = verification();
        String version;
        try (SecretsManagerClient client = RotatedStack.client(stack)) {
            version = client.rotateSecret(request -> request.secretId(NAMING.signingSecret()))
                    .versionId();
        }

        stack.secretsManager().stop();
        stack.secretsManager().start();

        try (SecretsManagerClient client = RotatedStack.client(stack)) {
            RotatedStack.await(() -> RotatedStack.isCurrent(client, NAMING.signingSecret(), version));
        }
        VerificationSecret after = verification();
        assertThat(before.keys())
                .allSatisfy(key -> assertThat(after.key(key.kid())).isPresent());
        assertThat(after.keys()).hasSize(before.keys().size() + 1);
        assertThat(after.peppers()).hasSameSizeAs(before.peppers());
    }

    private String signedKey() {
        return api.issue(admin, "{\"name\":\"signed\",\"format\":\"jwt\"}").key();
    }

    private int status(String jwt) {
        return api.get("/v1/me", "authorization", "Bearer " + jwt).status();
    }

    private VerificationSecret verification() {
        return VerificationSecret.parse(text(NAMING.verificationSecret()));
    }

    private String text(String secret) {
        try (SecretsManagerClient client = RotatedStack.client(stack)) {
            return client.getSecretValue(request -> request.secretId(secret)).secretString();
        }
    }

    private int pepper(IssuedKey key) {
        try (DynamoDbClient client = LocalAws.dynamoDb(stack.dynamoDb().endpoint())) {
            AttributeValue pepper = client.getItem(get -> get.tableName(NAMING.keysTable())
                            .consistentRead(true)
                            .key(Map.of("key_id", AttributeValue.fromS(key.keyId()))))
                    .item()
                    .get("pepper");
            return Integer.parseInt(requireNonNull(pepper).n());
        }
    }

    private static String kid(String jwt) {
        return Jwts.header(jwt).get("kid").asText();
    }

    /** The function logs its steps, and nothing of what the secret holds. */
    private void assertNoSecretInTheLog(String secret) {
        try {
            String log = Files.readString(stack.logDirectory().resolve("rotate-secret.log"));
            assertThat(log).contains("rotation_step_done", "finishSecret", secret);
            // Long texts of a secret are keys and peppers; kids and times may be told.
            new ObjectMapper()
                    .readTree(text(secret))
                    .findParents("kid")
                    .forEach(key -> key.fields().forEachRemaining(member -> {
                        if (member.getValue().asText().length() > 40) {
                            assertThat(log).doesNotContain(member.getValue().asText());
                        }
                    }));
            new ObjectMapper()
                    .readTree(text(secret))
                    .findValuesAsText("value")
                    .forEach(pepper -> assertThat(log).doesNotContain(pepper));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
