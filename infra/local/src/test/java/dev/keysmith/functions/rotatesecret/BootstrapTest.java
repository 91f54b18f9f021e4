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
            for (boolean after : new boolean[] {false, true}) {
                try (NewDeployment deployment = new NewDeployment(server)) {
                    InterruptedValues values = new InterruptedValues(deployment.values(), call, after, () -> {
                        throw new UnavailableException("out of reach");
                    });
                    failed = !isDone(deployment.bootstrap(values));

                    deployment.bootstrap().run();

                    assertThat(deployment.works())
                            .as("call %d fails %s its work", call, after ? "after" : "before")
                            .isTrue();
                    // A crash may leave one whose secret nobody knows.
                    assertThat(deployment.records()).isBetween(1, 2);
                }
            }
        }
    }

    @Test
    void runThatIsOvertakenAtAnyCallEndsWithWhatTheOtherMade() {
        boolean overtaken = true;
        for (int call = 1; overtaken; call++) {
            try (NewDeployment deployment = new NewDeployment(server)) {
                InterruptedValues values = new InterruptedValues(
                        deployment.values(),
                        call,
                        false,
                        () -> deployment.bootstrap().run());

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
                        deployment.values(),
                        call,
                        false,
                        () -> deployment.bootstrap().run());

                deployment.bootstrap(values).run();

                overtaken = values.wasInterrupted();
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

    /** Does something at one call, before or after that did its work. */
    private static final class InterruptedValues implements SecretValues {

        private final SecretValues values;
        private final boolean after;
        private final Runnable interruption;
        private int callsLeft;

        InterruptedValues(SecretValues values, int call, boolean after, Runnable interruption) {
            this.values = values;
            this.callsLeft = call;
            this.after = after;
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
            if (callsLeft != 0) {
                return call.get();
            }
            if (!after) {
                interruption.run();
                return call.get();
            }
            T answer = call.get();
            interruption.run();
            return answer;
        }
    }
}
