package dev.keysmith.functions.rotatesecret;

import static dev.keysmith.functions.rotatesecret.RotatedSecrets.DELAY;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.SIGNING;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.SLACK;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.VERIFICATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.secret.SecretSource;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.secret.VerificationSecretCache;
import dev.keysmith.core.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifiers whose caches are of every age, up to the oldest, when what is new is used for the first time. */
class OldestCacheTest {

    private static final Duration MAX_AGE = DELAY.dividedBy(2);
    private static final Duration STEP = Duration.ofSeconds(30);

    private @TempDir Path directory;
    private RotatedSecrets secrets;
    private final List<Verifier> verifiers = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        secrets = new RotatedSecrets(directory, Map.of("keysmith.signing-algorithm", "ES256"));
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    @Test
    void everyVerifierKnowsAPepperBeforeItIsUsed() {
        String token = secrets.begin(VERIFICATION);
        secrets.run(VERIFICATION, token, RotationStep.CREATE_SECRET);
        // The last moment at which it may end.
        secrets.clock.advance(SLACK.minus(MAX_AGE));
        verifiersFetchUntil(secrets.clock.instant().plus(MAX_AGE));
        secrets.run(VERIFICATION, token, RotationStep.FINISH_SECRET);
        verifiersFetchUntil(secrets.verification().peppers().getLast().activeFrom());

        int newest = secrets.verification()
                .activePepper(secrets.clock.instant())
                .orElseThrow()
                .version();

        assertThat(newest).isEqualTo(2);
        assertThat(verifiers).hasSizeGreaterThanOrEqualTo(10);
        verifiers.forEach(verifier ->
                assertThat(verifier.cache().pepper(newest).version()).isEqualTo(newest));
    }

    @Test
    void everyVerifierKnowsASigningKeyBeforeItIsUsed() {
        verifiersFetchUntil(secrets.clock.instant().plus(MAX_AGE));
        secrets.rotate(SIGNING);
        verifiersFetchUntil(secrets.verification().keys().getLast().activeFrom());

        VerificationSecret published = secrets.verification();
        VerificationKey newest = published.activeKeys(secrets.clock.instant()).getFirst();

        assertThat(newest.kid()).isEqualTo(secrets.signing().keys().getLast().kid());
        assertThat(verifiers).hasSizeGreaterThanOrEqualTo(10);
        verifiers.forEach(verifier -> assertThat(verifier.cache().keys())
                .extracting(VerificationKey::kid)
                .contains(newest.kid()));
    }

    /**
     * Verifiers fetch one after the other, one now and one at each step until then. At that time the secret can't be had any more:
     * what a verifier holds is what it goes by, unless it would have fetched anew, being older than it may.
     */
    private void verifiersFetchUntil(Instant end) {
        while (!secrets.clock.instant().isAfter(end)) {
            Verifier verifier = new Verifier(new FrozenSource());
            verifier.cache().activePepper();
            verifier.source().freeze();
            verifiers.add(verifier);
            if (secrets.clock.instant().equals(end)) {
                break;
            }
            secrets.clock.advance(STEP);
        }
        verifiers.removeIf(verifier -> !verifier.source().isWithin(MAX_AGE));
    }

    private final class Verifier {

        private final FrozenSource source;
        private final VerificationSecretCache cache;

        Verifier(FrozenSource source) {
            this.source = source;
            Settings settings = secrets.beans.getBean(Settings.class);
            this.cache = new VerificationSecretCache(source, new SecretAges(settings), secrets.clock, settings);
        }

        FrozenSource source() {
            return source;
        }

        VerificationSecretCache cache() {
            return cache;
        }
    }

    /** The secret as it was when it was fetched; once frozen, it is not to be had. */
    private final class FrozenSource implements SecretSource {

        private Instant fetchedAt = Instant.EPOCH;
        private boolean frozen;

        @Override
        public String fetch(String name) {
            assertThat(frozen).as("a verifier fetches the secret anew").isFalse();
            fetchedAt = secrets.clock.instant();
            return secrets.value(name);
        }

        void freeze() {
            frozen = true;
        }

        boolean isWithin(Duration age) {
            return Duration.between(fetchedAt, secrets.clock.instant()).compareTo(age) < 0;
        }
    }
}
