package dev.keysmith.functions.rotatesecret;

import static dev.keysmith.functions.rotatesecret.RotatedSecrets.LEDGER;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.SIGNING;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.VERIFICATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.key.PepperUsage;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;

/** Each call to Secrets Manager fails once, before or after it did its work; the rotation ends all the same and loses nothing. */
class FailingStepsTest {

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private @TempDir Path directory;
    private RotatedSecrets secrets;
    private FailingVersions versions;

    @BeforeEach
    void start() throws IOException {
        secrets = new RotatedSecrets(directory, Map.of("keysmith.signing-algorithm", "ES256"));
        // So that no pepper goes for its age.
        secrets.useKey(1);
        versions = new FailingVersions(secrets.beans.getBean(SecretVersions.class));
        Rotations rotations = rotations();
        secrets.server.rotateWith((arn, event) -> step(rotations, event));
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {VERIFICATION, SIGNING, LEDGER})
    void rotationEndsWhateverCallFailsOnce(String name) {
        boolean failed = true;
        for (int call = 1; failed; call++) {
            for (boolean after : new boolean[] {false, true}) {
                List<String> before = held();
                versions.failAt(call, after);

                String token = secrets.begin(name);

                await(() -> secrets.currentVersion(name).equals(token));
                failed = versions.hasFailed();
                assertThat(held())
                        .as("call %d fails %s its work", call, after ? "after" : "before")
                        .containsAll(before)
                        .hasSize(before.size() + 1);
                secrets.clock.advance(RotatedSecrets.DELAY.plus(RotatedSecrets.SLACK));
                assertThat(secrets.signing().active(secrets.verification().activeKeys(secrets.clock.instant())))
                        .isPresent();
            }
        }
    }

    @Test
    void rotationThatWasLeftIsResumedByTheNextCall() {
        versions.failAlways(true);
        String token = secrets.begin(SIGNING);
        await(() -> versions.failures() >= 5);
        assertThat(secrets.currentVersion(SIGNING)).isNotEqualTo(token);
        versions.failAlways(false);

        // A refused call resumes what was left; one that is taken finds it ended.
        await(() -> secrets.currentVersion(SIGNING).equals(token) || isTaken(SIGNING));
        assertThat(secrets.stages(SIGNING, token)).containsAnyOf("AWSCURRENT", "AWSPREVIOUS");

        assertThat(secrets.signing().keys())
                .allSatisfy(
                        key -> assertThat(secrets.verification().key(key.kid())).isPresent());
    }

    @Test
    void rotationsOfTwoSecretsAtOnceLoseNothing() {
        List<String> before = held();

        String signing = secrets.begin(SIGNING);
        String verification = secrets.begin(VERIFICATION);

        await(() -> secrets.currentVersion(SIGNING).equals(signing));
        // It ends, or is given up for what the other one published.
        await(() -> !secrets.stages(VERIFICATION, verification).equals(List.of("AWSPENDING")));
        assertThat(held()).containsAll(before).hasSizeGreaterThan(before.size());
        assertThat(secrets.signing().keys())
                .allSatisfy(
                        key -> assertThat(secrets.verification().key(key.kid())).isPresent());
    }

    /** What must never be lost: peppers, published keys and ledger keys; none of them is old enough to go. */
    private List<String> held() {
        return List.of(
                        secrets.verification().peppers().stream().map(Pepper::toString),
                        secrets.verification().keys().stream().map(VerificationKey::toString),
                        secrets.ledger().keys().stream().map(key -> "ledger " + key))
                .stream()
                .flatMap(names -> names)
                .toList();
    }

    private boolean isTaken(String name) {
        try {
            secrets.begin(name);
            return true;
        } catch (InvalidRequestException e) {
            return false;
        }
    }

    private boolean step(Rotations rotations, byte[] event) {
        try {
            JsonNode json = new ObjectMapper().readTree(event);
            rotations.run(new RotationEvent(
                    RotationStep.of(json.get("Step").asText()).orElseThrow(),
                    json.get("SecretId").asText(),
                    json.get("ClientRequestToken").asText()));
            return true;
        } catch (UnavailableException | RotationException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Rotations rotations() {
        RotationSettings settings = secrets.beans.getBean(RotationSettings.class);
        SecureRandom random = new SecureRandom();
        Publication publication =
                new Publication(versions, settings, secrets.beans.getBean(Roles.class), secrets.clock, random);
        return new Rotations(
                versions,
                settings,
                new VerificationRotation(settings, secrets.beans.getBean(PepperUsage.class), secrets.clock, random),
                new SigningRotation(
                        versions, settings, publication, secrets.clock, random, secrets.beans.getBean(Settings.class)),
                new LedgerRotation(settings, secrets.clock, random));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Fails one call, or all, as a store does that does not answer. */
    private static final class FailingVersions implements SecretVersions {

        private final SecretVersions versions;
        private int callsUntilFailure;
        private boolean afterwards;
        private boolean always;
        private int failures;

        FailingVersions(SecretVersions versions) {
            this.versions = versions;
        }

        synchronized void failAt(int call, boolean after) {
            callsUntilFailure = call;
            afterwards = after;
        }

        synchronized void failAlways(boolean fails) {
            always = fails;
        }

        synchronized boolean hasFailed() {
            return callsUntilFailure <= 0;
        }

        synchronized int failures() {
            return failures;
        }

        @Override
        public VersionedSecret describe(String secretId) {
            return call(() -> versions.describe(secretId));
        }

        @Override
        public SecretVersion current(String secretId) {
            return call(() -> versions.current(secretId));
        }

        @Override
        public Optional<SecretVersion> findPending(String secretId, String versionId) {
            return call(() -> versions.findPending(secretId, versionId));
        }

        @Override
        public void put(String secretId, SecretVersion version, String stage) {
            call(() -> {
                versions.put(secretId, version, stage);
                return true;
            });
        }

        @Override
        public boolean makeCurrent(String secretId, String from, String to) {
            return call(() -> versions.makeCurrent(secretId, from, to));
        }

        @Override
        public void abandon(String secretId, String versionId) {
            call(() -> {
                versions.abandon(secretId, versionId);
                return true;
            });
        }

        private synchronized <T> T call(Supplier<T> call) {
            callsUntilFailure--;
            boolean fails = always || callsUntilFailure == 0;
            Optional<T> answer = fails && !afterwards ? Optional.empty() : Optional.of(call.get());
            if (fails) {
                failures++;
                throw new UnavailableException("out of reach");
            }
            return answer.orElseThrow();
        }
    }
}
