package dev.keysmith.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.core.testing.TestSecretSource;
import dev.keysmith.core.testing.TestSigningKey;
import io.micronaut.core.value.MapPropertyResolver;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looking for verification keys that are not known yet. What is held is good for an hour here, so that nothing else fetches it. */
class VerificationSecretCacheTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final SecureRandom random = new SecureRandom();
    private final TestClock clock = new TestClock();
    private final VerificationSecret first = VerificationSecret.first(random, clock.instant());
    private final VerificationSecret published = with(first);
    private final String known = published.keys().getFirst().kid();
    private final TestSecretSource source = new TestSecretSource(published.toText());
    private final VerificationSecretCache cache = cache();

    @BeforeEach
    void held() {
        cache.keys();
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void knownKeyAsksNobody() {
        clock.advance(Duration.ofMinutes(30));
        assertThat(cache.key(known).map(VerificationKey::kid)).contains(known);
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void keyPublishedSinceIsFoundTenSecondsAfterTheLastLook() {
        String next = publishNext();
        clock.advance(TEN_SECONDS.minusMillis(1));
        assertThat(cache.key(next)).isEmpty();
        assertThat(source.calls()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(cache.key(next).map(VerificationKey::kid)).contains(next);
        assertThat(cache.key(next)).isPresent();
        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void manyWhoMissTheSameKeyAskOnce() throws Exception {
        String next = publishNext();
        clock.advance(TEN_SECONDS);

        assertThat(Race.run(50, () -> cache.key(next))).allMatch(Optional::isPresent);

        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void foreignNamesNeverAsk() {
        VerificationSecret others = VerificationSecret.first(random, clock.instant());
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(cache.key(others.newKid(random))).isEmpty();
            assertThat(cache.key("0".repeat(32))).isEmpty();
            assertThat(cache.key("")).isEmpty();
            assertThat(cache.key("a".repeat(500))).isEmpty();
        }
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void foreignNamesAskNobodyInAnOutageEither() {
        source.cutOff();
        clock.advance(Duration.ofMinutes(1));
        assertThat(cache.key("0".repeat(32))).isEmpty();
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void withoutAnImportPepperNoNameIsOurs() {
        source.put(new VerificationSecret(first.peppers(), Optional.empty(), published.keys()).toText());
        VerificationSecretCache other = cache();
        other.keys();
        clock.advance(Duration.ofMinutes(1));
        assertThat(other.key(first.newKid(random))).isEmpty();
        assertThat(other.key(known)).isPresent();
        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void nameOfAKeyThatIsNoMoreAsksOnceInFiveMinutes() {
        String gone = first.newKid(random);
        clock.advance(TEN_SECONDS);
        for (int i = 0; i < 30; i++) {
            assertThat(cache.key(gone)).isEmpty();
            clock.advance(TEN_SECONDS.minusMillis(1));
        }
        assertThat(source.calls()).isEqualTo(2);

        clock.advance(Duration.ofMillis(30));
        assertThat(cache.key(gone)).isEmpty();
        assertThat(source.calls()).isEqualTo(3);
    }

    @Test
    void nameOfAKeyThatIsNoMoreDoesNotKeepOthersFromBeingFound() {
        String gone = first.newKid(random);
        clock.advance(TEN_SECONDS);
        cache.key(gone);
        String next = publishNext();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(1));
            cache.key(gone);
        }
        assertThat(source.calls()).isEqualTo(2);
        assertThat(cache.key(next)).isPresent();
        assertThat(source.calls()).isEqualTo(3);
    }

    @Test
    void nameThatWasMissingIsFoundOnceItsKeyIsPublished() {
        String next = first.newKid(random);
        clock.advance(TEN_SECONDS);
        assertThat(cache.key(next)).isEmpty();
        source.put(published
                .with(TestSigningKey.generate(next, JwsAlgorithm.ES256).verificationKey(clock.instant()))
                .toText());
        clock.advance(Duration.ofMinutes(5));
        assertThat(cache.key(next)).isPresent();
    }

    @Test
    void outageWhereAKeyMustBeLookedForIsNoVerdict() {
        String next = publishNext();
        source.cutOff();
        clock.advance(TEN_SECONDS);

        assertThatThrownBy(() -> cache.key(next)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> cache.key(next)).isInstanceOf(UnavailableException.class);
        assertThat(source.calls()).isEqualTo(2);
        assertThat(cache.key(known)).isPresent();

        source.restore();
        clock.advance(Duration.ofSeconds(1));
        assertThat(cache.key(next)).isPresent();
    }

    @Test
    void secretThatIsNotInOrderIsAnOutageToo() {
        String next = publishNext();
        source.put("{}");
        clock.advance(TEN_SECONDS);
        assertThatThrownBy(() -> cache.key(next)).isInstanceOf(UnavailableException.class);
        assertThat(cache.key(known)).isPresent();
    }

    @Test
    void keyThatIsRemovedIsForgottenWithTheNextFetch() {
        source.put(published.withoutKey(known).toText());
        clock.advance(Duration.ofHours(1));
        assertThat(cache.key(known)).isEmpty();
    }

    private String publishNext() {
        VerificationSecret next = with(published);
        source.put(next.toText());
        return next.keys().getLast().kid();
    }

    private VerificationSecret with(VerificationSecret secret) {
        return secret.with(TestSigningKey.generate(secret.newKid(random), JwsAlgorithm.ES256)
                .verificationKey(clock.instant()));
    }

    private VerificationSecretCache cache() {
        Settings settings = new Settings(new MapPropertyResolver(
                Map.of("keysmith.verification-secret", "verification", "keysmith.secret-max-age", "PT1H")));
        return new VerificationSecretCache(source, new SecretAges(settings), clock, settings);
    }
}
