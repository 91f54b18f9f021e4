package dev.keysmith.functions.rotatesecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.core.bootstrap.SecretValues;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.local.secrets.SecretsManagerServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the function makes for a new deployment, and that nothing which is there is touched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootstrapTest {

    private SecretsManagerServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new SecretsManagerServer(directory, 0, Clock.systemUTC());
        server.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void newDeploymentGetsKeysThatMatchAndOneAdminKey() {
        try (NewDeployment deployment = new NewDeployment(server)) {
            assertThat(deployment.bootstrap().run())
                    .containsExactly(
                            deployment.verification, deployment.signing, deployment.ledger, deployment.adminKey);

            assertThat(deployment.works()).isTrue();
            assertThat(deployment.records()).isOne();
        }
    }

    @Test
    void secondRunMakesNothing() {
        try (NewDeployment deployment = new NewDeployment(server)) {
            deployment.bootstrap().run();
            var before = deployment.everything();

            assertThat(deployment.bootstrap().run()).isEmpty();

            assertThat(deployment.everything()).isEqualTo(before);
            assertThat(deployment.records()).isOne();
        }
    }

    @Test
    void adminKeyThatIsGoneIsNotRevived() {
        try (NewDeployment deployment = new NewDeployment(server)) {
            deployment.bootstrap().run();
            var before = deployment.everything();
            String keyId = before.getLast().split("_", -1)[2];
            deployment.dynamoDb.deleteItem(request ->
                    request.tableName(deployment.keysTable).key(Map.of("key_id", AttributeValue.fromS(keyId))));

            assertThat(deployment.bootstrap().run()).isEmpty();

            assertThat(deployment.everything()).isEqualTo(before);
            assertThat(deployment.records()).isZero();
        }
    }

    @Test
    void valueThatIsThereIsNoAdminKeyToReplace() {
        try (NewDeployment deployment = new NewDeployment(server)) {
            deployment.put(deployment.adminKey, "none");

            deployment.bootstrap().run();

            assertThat(deployment.value(deployment.adminKey)).hasValue("none");
            assertThat(deployment.records()).isZero();
        }
    }

    @Test
    void pepperThatIsThereStays() {
        try (NewDeployment deployment = new NewDeployment(server)) {
            VerificationSecret kept = VerificationSecret.first(new SecureRandom(), Instant.EPOCH);
            deployment.put(deployment.verification, kept.toText());

            assertThat(deployment.bootstrap().run())
                    .containsExactly(deployment.signing, deployment.ledger, deployment.adminKey);

            assertThat(VerificationSecret.parse(
                                    deployment.value(deployment.verification).orElseThrow())
                            .peppers())
                    .singleElement()
                    .satisfies(pepper -> assertThat(pepper.toHmacKey())
                            .isEqualTo(kept.peppers().getFirst().toHmacKey()));
            assertThat(deployment.works()).isTrue();
        }
    }

    @Test
    void privateKeysThatNothingVerifiesStopIt() {
        try (NewDeployment deployment = new NewDeployment(server)) {
            deployment.put(deployment.signing, "{}");

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> deployment.bootstrap().run());

            assertThat(deployment.value(deployment.verification)).isEmpty();
            assertThat(deployment.value(deployment.signing)).hasValue("{}");
        }
    }

    @Test
    void runAfterOneThatFailedAtAnyCallEndsWell() {
        boolean failed = true;
        for (int call = 1; failed; call++) {
            try (NewDeployment deployment = new NewDeployment(server)) {
                InterruptedValues values = new InterruptedValues(deployment.values(), call, () -> {
                    throw new UnavailableException("out of reach");
                });
                failed = !isDone(deployment.bootstrap(values));

                deployment.bootstrap().run();

                assertThat(deployment.works()).as("call %d fails", call).isTrue();
                // A crash may leave one whose secret nobody knows.
                assertThat(deployment.records()).isBetween(1, 2);
            }
        }
    }

    @Test
    void runThatIsOvertakenAtAnyCallEndsWithWhatTheOtherMade() {
        boolean overtaken = true;
        for (int call = 1; overtaken; call++) {
            try (NewDeployment deployment = new NewDeployment(server)) {
                InterruptedValues values = new InterruptedValues(
                        deployment.values(), call, () -> deployment.bootstrap().run());

                deployment.bootstrap(values).run();

                overtaken = values.wasInterrupted();
                assertThat(deployment.works()).as("overtaken at call %d", call).isTrue();
                var before = deployment.everything();
                assertThat(deployment.bootstrap().run()).isEmpty();
                assertThat(deployment.everything()).isEqualTo(before);
            }
        }
    }

    /** Two runs find what one that failed has left: a public key whose private one is lost. */
    @Test
    void overtakenRunPublishesItsKeyBesideTheOthers() {
        boolean overtaken = true;
        for (int call = 1; overtaken; call++) {
            try (NewDeployment deployment = new NewDeployment(server)) {
                deployment.put(
                        deployment.verification,
                        VerificationSecret.first(new SecureRandom(), Instant.EPOCH)
                                .toText());
                InterruptedValues values = new InterruptedValues(
                        deployment.values(), call, () -> deployment.bootstrap().run());

                deployment.bootstrap(values).run();

                overtaken = values.wasInterrupted();
                assertThat(deployment.works()).as("overtaken at call %d", call).isTrue();
            }
        }
    }

    /** The other published its key, and then failed: it never signs. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runThatIsOvertakenByOneThatFailsSignsByAKeyThatIsPublished(boolean hasPepper) {
        int signs = 4;
        for (int call = 1; call <= signs; call++) {
            try (NewDeployment deployment = new NewDeployment(server)) {
                if (hasPepper) {
                    deployment.put(
                            deployment.verification,
                            VerificationSecret.first(new SecureRandom(), Instant.EPOCH)
                                    .toText());
                }
                InterruptedValues failing = new InterruptedValues(deployment.values(), signs, () -> {
                    throw new UnavailableException("out of reach");
                });
                InterruptedValues values = new InterruptedValues(
                        deployment.values(),
                        call,
                        () -> assertThat(isDone(deployment.bootstrap(failing))).isFalse());

                deployment.bootstrap(values).run();

                assertThat(deployment.works()).as("overtaken at call %d", call).isTrue();
            }
        }
    }

    private static boolean isDone(Bootstrap bootstrap) {
        try {
            bootstrap.run();
            return true;
        } catch (UnavailableException e) {
            return false;
        }
    }

    /** Does something before one call does its work: what fails after its work leaves what a failure of the next call leaves. */
    private static final class InterruptedValues implements SecretValues {

        private final SecretValues values;
        private final Runnable interruption;
        private int callsLeft;

        InterruptedValues(SecretValues values, int call, Runnable interruption) {
            this.values = values;
            this.callsLeft = call;
            this.interruption = interruption;
        }

        boolean wasInterrupted() {
            return callsLeft <= 0;
        }

        @Override
        public Optional<Value> findCurrent(String secretId) {
            return call(() -> values.findCurrent(secretId));
        }

        @Override
        public boolean putFirst(String secretId, String text) {
            return call(() -> values.putFirst(secretId, text));
        }

        @Override
        public boolean replace(String secretId, Value current, String text) {
            return call(() -> values.replace(secretId, current, text));
        }

        private <T> T call(Supplier<T> call) {
            callsLeft--;
            if (callsLeft == 0) {
                interruption.run();
            }
            return call.get();
        }
    }
}
