package dev.keysmith.functions.rotatesecret;

import static dev.keysmith.functions.rotatesecret.RotatedSecrets.DELAY;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.LEDGER;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.SLACK;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.VERIFICATION;
import static dev.keysmith.functions.rotatesecret.RotationStep.CREATE_SECRET;
import static dev.keysmith.functions.rotatesecret.RotationStep.FINISH_SECRET;
import static dev.keysmith.functions.rotatesecret.RotationStep.SET_SECRET;
import static dev.keysmith.functions.rotatesecret.RotationStep.TEST_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peppers, and the ledger's keys, which are rotated alike: published first, active later. */
class PepperRotationTest {

    /** Longer than anybody goes on with an old pepper: twice the age of a cache, and an outage. */
    private static final Duration UNTIL_UNUSED = DELAY.plusHours(1);

    private @TempDir Path directory;
    private RotatedSecrets secrets;

    @BeforeEach
    void start() throws IOException {
        secrets = new RotatedSecrets(directory, Map.of());
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    @Test
    void newPepperIsActiveOnceEverybodyKnowsItAndNothingElseChanges() {
        VerificationSecret before = secrets.verification();
        Instant start = secrets.clock.instant();

        secrets.rotate(VERIFICATION);

        VerificationSecret after = secrets.verification();
        assertThat(after.peppers()).extracting(Pepper::version).containsExactly(1, 2);
        assertThat(after.activePepper(start).orElseThrow().version()).isEqualTo(1);
        Instant active = start.plus(DELAY).plus(SLACK);
        assertThat(after.activePepper(active.minusMillis(1)).orElseThrow().version())
                .isEqualTo(1);
        assertThat(after.activePepper(active).orElseThrow().version()).isEqualTo(2);
        assertThat(after.withoutPepper(2).toText()).isEqualTo(before.toText());
    }

    @Test
    void everyStepMayComeAgain() {
        String token = secrets.begin(VERIFICATION);
        secrets.run(VERIFICATION, token, CREATE_SECRET);
        String made = secrets.pending(VERIFICATION, token);
        secrets.clock.advance(Duration.ofMinutes(1));

        secrets.run(VERIFICATION, token, CREATE_SECRET, SET_SECRET, SET_SECRET, TEST_SECRET, TEST_SECRET);
        secrets.run(VERIFICATION, token, FINISH_SECRET, FINISH_SECRET, CREATE_SECRET);

        assertThat(secrets.currentVersion(VERIFICATION)).isEqualTo(token);
        assertThat(secrets.value(VERIFICATION)).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {VERIFICATION, LEDGER})
    void rotationThatTookTooLongIsGivenUpAndTheNextBeginsAnew(String name) {
        String before = secrets.currentVersion(name);
        String token = secrets.begin(name);
        secrets.run(name, token, CREATE_SECRET);
        secrets.clock.advance(SLACK.plusMillis(1));

        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(name, token, FINISH_SECRET))
                .withMessageContaining("is given up")
                .withMessageContaining("KEYSMITH_ROTATION_SLACK");

        assertThat(secrets.currentVersion(name)).isEqualTo(before);
        assertThat(secrets.stages(name, token)).isEmpty();
        assertThat(secrets.currentVersion(name))
                .isNotEqualTo(secrets.rotate(name))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {VERIFICATION, LEDGER})
    void rotationThatUsesItsSlackEnds(String name) {
        String token = secrets.begin(name);
        secrets.run(name, token, CREATE_SECRET);
        secrets.clock.advance(SLACK);

        secrets.run(name, token, FINISH_SECRET);

        assertThat(secrets.currentVersion(name)).isEqualTo(token);
    }

    @Test
    void keyThatWasPublishedMeanwhileIsNotLost() {
        String token = secrets.begin(VERIFICATION);
        secrets.run(VERIFICATION, token, CREATE_SECRET);
        VerificationSecret now = secrets.verification();
        SigningKey key = SigningKey.generate(now.newKid(new SecureRandom()), JwsAlgorithm.ES256);
        secrets.put(
                VERIFICATION,
                now.with(key.verificationKey(secrets.clock.instant())).toText());

        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, token, FINISH_SECRET))
                .withMessageContaining("changed meanwhile");

        assertThat(secrets.verification().key(key.kid())).isPresent();
        secrets.rotate(VERIFICATION);
        assertThat(secrets.verification().key(key.kid())).isPresent();
    }

    @Test
    void rotationWhoseSecretWasChangedIsGivenUpByItsNextTry() {
        String token = secrets.begin(VERIFICATION);
        secrets.run(VERIFICATION, token, CREATE_SECRET, SET_SECRET);
        VerificationSecret now = secrets.verification();
        SigningKey key = SigningKey.generate(now.newKid(new SecureRandom()), JwsAlgorithm.ES256);
        secrets.put(
                VERIFICATION,
                now.with(key.verificationKey(secrets.clock.instant())).toText());

        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, token, TEST_SECRET))
                .withMessageContaining("lacks");
        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, token, CREATE_SECRET))
                .withMessageContaining("given up");

        assertThat(secrets.stages(VERIFICATION, token)).doesNotContain("AWSPENDING");
        secrets.rotate(VERIFICATION);
        assertThat(secrets.verification().key(key.kid())).isPresent();
    }

    @Test
    void pepperThatNoKeyUsesGoesWhenNobodyMakesHashesWithItAnyMore() {
        secrets.useKey(2);
        secrets.rotate(VERIFICATION);
        secrets.clock.advance(DELAY.plus(SLACK).plus(UNTIL_UNUSED).minusMillis(1));
        assertThat(peppersAfterRotation()).containsExactly(1, 2, 3);
        secrets.clock.advance(Duration.ofMillis(1));

        assertThat(peppersAfterRotation()).containsExactly(2, 3, 4);
    }

    @Test
    void pepperThatAKeyUsesStays() {
        secrets.useKey(1);
        secrets.rotate(VERIFICATION);
        secrets.clock.advance(DELAY.plus(SLACK).plus(UNTIL_UNUSED));

        assertThat(peppersAfterRotation()).containsExactly(1, 2, 3);
    }

    @Test
    void testRefusesWhatLacksAPepperAndWhatLacksAKey() {
        secrets.rotate(VERIFICATION);
        String token = secrets.begin(VERIFICATION);
        VerificationSecret now = secrets.verification();
        secrets.putPending(VERIFICATION, token, now.withoutPepper(2).toText());
        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, token, TEST_SECRET));

        secrets.client.updateSecretVersionStage(request ->
                request.secretId(VERIFICATION).versionStage("AWSPENDING").removeFromVersionId(token));
        String other = secrets.begin(VERIFICATION);
        String kid = now.keys().getFirst().kid();
        secrets.putPending(VERIFICATION, other, now.withoutKey(kid).toText());
        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, other, TEST_SECRET))
                .withMessageContaining("lacks");
    }

    @Test
    void testRefusesWhatHasNoActivePepperAndWhatCannotBeRead() {
        String token = secrets.begin(VERIFICATION);
        VerificationSecret now = secrets.verification();
        Pepper late = Pepper.random(2, secrets.clock.instant().plusSeconds(1), new SecureRandom());
        secrets.put(VERIFICATION, now.with(late).toText());
        secrets.putPending(VERIFICATION, token, now.with(late).withoutPepper(1).toText());
        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, token, TEST_SECRET))
                .withMessageContaining("no active pepper");

        String ledger = secrets.begin(LEDGER);
        secrets.putPending(LEDGER, ledger, "{\"keys\":[{\"value\":\"hidden\"}]}");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> secrets.run(LEDGER, ledger, TEST_SECRET))
                .withMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {VERIFICATION, LEDGER, RotatedSecrets.SIGNING})
    void copyOfTheCurrentValuePassesTheTest(String name) {
        String token = secrets.begin(name);
        secrets.putPending(name, token, secrets.value(name));

        secrets.run(name, token, TEST_SECRET);
    }

    @Test
    void ledgersKeysBecomeMoreAndNoneGoes() {
        secrets.rotate(LEDGER);
        secrets.clock.advance(Duration.ofDays(1000));
        secrets.rotate(LEDGER);

        List<Pepper> keys = secrets.ledger().keys();
        assertThat(keys).extracting(Pepper::version).containsExactly(1, 2, 3);
        assertThat(keys.getLast().activeFrom())
                .isEqualTo(secrets.clock.instant().plus(DELAY).plus(SLACK));
    }

    @Test
    void onlyAVersionThatIsStagedForRotationIsTouched() {
        String before = secrets.currentVersion(VERIFICATION);
        String token = secrets.begin(VERIFICATION);
        secrets.client.updateSecretVersionStage(request ->
                request.secretId(VERIFICATION).versionStage("AWSPENDING").removeFromVersionId(token));

        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, token, CREATE_SECRET))
                .withMessageContaining("not staged for rotation");
        // What is current has been rotated: nothing to do, and nothing wrong.
        secrets.run(VERIFICATION, before, RotationStep.values());
        assertThat(secrets.currentVersion(VERIFICATION)).isEqualTo(before);
    }

    @Test
    void stepBeforeTheFirstOneIsRefused() {
        String token = secrets.begin(VERIFICATION);

        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(VERIFICATION, token, TEST_SECRET))
                .withMessageContaining("has no value yet");
    }

    @Test
    void otherSecretIsRefused() {
        secrets.client.createSecret(request -> request.name("test/other").secretString("value"));
        String token = secrets.begin("test/other");

        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run("test/other", token, CREATE_SECRET))
                .withMessageContaining("test/other is none of the secrets");
    }

    private List<Integer> peppersAfterRotation() {
        secrets.rotate(VERIFICATION);
        return secrets.verification().peppers().stream().map(Pepper::version).toList();
    }
}
