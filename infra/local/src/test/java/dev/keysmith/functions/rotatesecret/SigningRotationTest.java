package dev.keysmith.functions.rotatesecret;

import static dev.keysmith.functions.rotatesecret.RotatedSecrets.DELAY;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.SIGNING;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.VERIFICATION;
import static dev.keysmith.functions.rotatesecret.RotationStep.CREATE_SECRET;
import static dev.keysmith.functions.rotatesecret.RotationStep.FINISH_SECRET;
import static dev.keysmith.functions.rotatesecret.RotationStep.SET_SECRET;
import static dev.keysmith.functions.rotatesecret.RotationStep.TEST_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.signing.SigningKey;
import dev.keysmith.signing.SigningSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing keys: the public half is published before the private one is given to who signs. */
class SigningRotationTest {

    /** The longest lifetime of a key, clocks that are apart, and who goes on with an old key. */
    private static final Duration LONGEST_USE =
            Duration.ofDays(365).plusMinutes(1).plus(DELAY).plusHours(1);

    private @TempDir Path directory;
    private RotatedSecrets secrets;

    @BeforeEach
    void start() throws IOException {
        // The fastest to make.
        secrets = new RotatedSecrets(directory, Map.of("keysmith.signing-algorithm", "ES256"));
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    @Test
    void keyIsPublishedFirstAndActiveOnceEverybodyKnowsIt() {
        String first = activeKid();
        String token = secrets.begin(SIGNING);

        secrets.run(SIGNING, token, CREATE_SECRET, SET_SECRET);

        String next = newKid(token);
        assertThat(secrets.verification().key(next).orElseThrow().activeFrom())
                .isEqualTo(secrets.clock.instant().plus(DELAY));
        assertThat(secrets.signing().key(next)).isEmpty();

        secrets.run(SIGNING, token, TEST_SECRET, FINISH_SECRET);

        assertThat(kids()).containsExactly(first, next);
        assertThat(activeKid()).isEqualTo(first);
        secrets.clock.advance(DELAY);
        assertThat(activeKid()).isEqualTo(next);
    }

    @Test
    void privateKeysBeforeThePresentOneGo() {
        String first = activeKid();
        secrets.rotate(SIGNING);
        secrets.clock.advance(DELAY);
        String second = activeKid();

        secrets.rotate(SIGNING);

        assertThat(kids()).hasSize(2).contains(second).doesNotContain(first);
        assertThat(secrets.verification().key(first)).isPresent();
    }

    @Test
    void everyStepMayComeAgain() {
        String token = secrets.begin(SIGNING);
        secrets.run(SIGNING, token, CREATE_SECRET);
        String made = secrets.pending(SIGNING, token);
        secrets.run(SIGNING, token, CREATE_SECRET, SET_SECRET);
        String published = secrets.value(VERIFICATION);
        secrets.clock.advance(Duration.ofMinutes(1));

        secrets.run(SIGNING, token, SET_SECRET, TEST_SECRET, TEST_SECRET, FINISH_SECRET, FINISH_SECRET, SET_SECRET);

        assertThat(secrets.value(SIGNING)).isEqualTo(made);
        assertThat(secrets.value(VERIFICATION)).isEqualTo(published);
    }

    @Test
    void keyThatIsNotPublishedIsNeitherTestedNorCurrent() {
        String before = secrets.currentVersion(SIGNING);
        String token = secrets.begin(SIGNING);
        secrets.run(SIGNING, token, CREATE_SECRET);

        for (RotationStep step : List.of(TEST_SECRET, FINISH_SECRET)) {
            assertThatExceptionOfType(RotationException.class)
                    .isThrownBy(() -> secrets.run(SIGNING, token, step))
                    .withMessageContaining("is not published");
        }
        assertThat(secrets.currentVersion(SIGNING)).isEqualTo(before);
    }

    @Test
    void keyThatIsPublishedWronglyIsFoundByTheTest() {
        String token = secrets.begin(SIGNING);
        secrets.run(SIGNING, token, CREATE_SECRET);
        String next = newKid(token);
        SigningKey another =
                SigningKey.generate(next, secrets.signing().keys().getFirst().algorithm());
        secrets.put(
                VERIFICATION,
                secrets.verification()
                        .with(another.verificationKey(secrets.clock.instant().plus(DELAY)))
                        .toText());

        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> secrets.run(SIGNING, token, TEST_SECRET))
                .withMessageContaining("does not verify");
    }

    @Test
    void lateEndLetsTheKeyBecomeActiveLater() {
        String token = secrets.begin(SIGNING);
        secrets.run(SIGNING, token, CREATE_SECRET, SET_SECRET);
        secrets.clock.advance(DELAY.plusDays(1));

        secrets.run(SIGNING, token, FINISH_SECRET);

        assertThat(secrets.currentVersion(SIGNING)).isEqualTo(token);
        assertThat(secrets.verification().key(newKid(token)).orElseThrow().activeFrom())
                .isEqualTo(secrets.clock.instant().plus(DELAY));
    }

    @Test
    void publicKeyStaysAsLongAsAnythingItSignedIsGood() {
        String first = activeKid();
        secrets.rotate(SIGNING);
        secrets.clock.advance(DELAY);
        secrets.rotate(SIGNING);
        // The second key became active a delay ago less than this.
        secrets.clock.advance(LONGEST_USE);
        secrets.rotate(SIGNING);
        assertThat(secrets.verification().key(first)).isPresent();
        secrets.clock.advance(Duration.ofMillis(1));

        secrets.rotate(SIGNING);

        assertThat(secrets.verification().key(first)).isEmpty();
        assertThat(secrets.signing().keys())
                .allSatisfy(
                        key -> assertThat(secrets.verification().key(key.kid())).isPresent());
    }

    @Test
    void keyThatSignsStaysPublishedHoweverOldItsSuccessorIs() {
        String first = activeKid();
        // Published, and its rotation never ended: the first key goes on.
        String token = secrets.begin(SIGNING);
        secrets.run(SIGNING, token, CREATE_SECRET, SET_SECRET);
        String stray = newKid(token);
        secrets.client.updateSecretVersionStage(
                request -> request.secretId(SIGNING).versionStage("AWSPENDING").removeFromVersionId(token));
        secrets.clock.advance(LONGEST_USE.multipliedBy(2));

        secrets.rotate(SIGNING);

        assertThat(secrets.verification().key(first)).isPresent();
        assertThat(secrets.verification().key(stray)).isEmpty();
        assertThat(activeKid()).isEqualTo(first);
    }

    @Test
    void keyThatWasTakenOutOfWhatVerifiesDoesNotComeBack() {
        String leaked = activeKid();
        secrets.rotate(SIGNING);
        secrets.clock.advance(DELAY);
        secrets.put(VERIFICATION, secrets.verification().withoutKey(leaked).toText());

        secrets.rotate(SIGNING);

        assertThat(secrets.verification().key(leaked)).isEmpty();
        assertThat(kids()).hasSize(2).doesNotContain(leaked);
    }

    @Test
    void publishingLosesNothingThatAnotherWritesAtTheSameTime() {
        String token = secrets.begin(SIGNING);
        secrets.run(SIGNING, token, CREATE_SECRET);
        SigningSecret pending = SigningSecret.parse(secrets.pending(SIGNING, token));
        Pepper pepper = Pepper.random(7, secrets.clock.instant(), new SecureRandom());
        SecretVersions racing = new RacingVersions(
                secrets.beans.getBean(SecretVersions.class),
                () -> secrets.put(
                        VERIFICATION, secrets.verification().with(pepper).toText()));

        publication(racing).publish(secrets.signing(), pending);

        VerificationSecret published = secrets.verification();
        assertThat(published.pepper(7)).isPresent();
        assertThat(published.key(newKid(token))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "HS256"})
    void keyIsOfTheAlgorithmThatIsSet(String algorithm) throws IOException {
        try (RotatedSecrets others =
                new RotatedSecrets(directory.resolve("others"), Map.of("keysmith.signing-algorithm", algorithm))) {
            others.rotate(SIGNING);

            assertThat(others.signing().keys().getLast().algorithm()).hasToString(algorithm);
            assertThat(others.verification().keys().getLast().algorithm()).hasToString(algorithm);
        }
    }

    private Publication publication(SecretVersions versions) {
        return new Publication(
                versions,
                secrets.beans.getBean(RotationSettings.class),
                secrets.beans.getBean(Roles.class),
                secrets.clock,
                new SecureRandom());
    }

    private String newKid(String token) {
        return SigningSecret.parse(secrets.pending(SIGNING, token))
                .keys()
                .getLast()
                .kid();
    }

    private List<String> kids() {
        return secrets.signing().keys().stream().map(SigningKey::kid).toList();
    }

    private String activeKid() {
        List<VerificationKey> active = secrets.verification().activeKeys(secrets.clock.instant());
        return secrets.signing().active(active).orElseThrow().kid();
    }

    /** Lets something else happen once, just before a version becomes current. */
    private static final class RacingVersions implements SecretVersions {

        private final SecretVersions versions;
        private Optional<Runnable> meanwhile;

        RacingVersions(SecretVersions versions, Runnable meanwhile) {
            this.versions = versions;
            this.meanwhile = Optional.of(meanwhile);
        }

        @Override
        public boolean makeCurrent(String secretId, String from, String to) {
            meanwhile.ifPresent(Runnable::run);
            meanwhile = Optional.empty();
            return versions.makeCurrent(secretId, from, to);
        }

        @Override
        public VersionedSecret describe(String secretId) {
            return versions.describe(secretId);
        }

        @Override
        public SecretVersion current(String secretId) {
            return versions.current(secretId);
        }

        @Override
        public Optional<SecretVersion> findPending(String secretId, String versionId) {
            return versions.findPending(secretId, versionId);
        }

        @Override
        public void put(String secretId, SecretVersion version, String stage) {
            versions.put(secretId, version, stage);
        }

        @Override
        public void abandon(String secretId, String versionId) {
            versions.abandon(secretId, versionId);
        }
    }
}
