package dev.keysmith.core.secret;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * The {@code verification} secret as this process knows it: {@code KEYSMITH_VERIFICATION_SECRET}, held for at most
 * {@code KEYSMITH_SECRET_MAX_AGE} (5 minutes), and through an outage of its source for {@code KEYSMITH_SECRET_MAX_STALE} (1 hour)
 * longer.
 */
@Singleton
public final class VerificationSecretCache {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@:-]{1,512}");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration SHORTEST_AGE = Duration.ofSeconds(10);

    private final HeldSecret<VerificationSecret> secret;
    private final InstantSource clock;

    public VerificationSecretCache(SecretSource source, InstantSource clock, Settings settings) {
        String name = settings.text(
                "keysmith.verification-secret", NAME, "must be the name or ARN of a secret in Secrets Manager");
        Duration maxAge = settings.duration(
                "keysmith.secret-max-age", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1));
        Duration maxStale = settings.duration(
                "keysmith.secret-max-stale", Duration.ofHours(1), Duration.ZERO, Duration.ofHours(24));
        this.secret = new HeldSecret<>(
                () -> VerificationSecret.parse(source.fetch(name)), clock, maxAge, maxStale, RETRY_AFTER);
        this.clock = clock;
    }

    /** The pepper for new hashes. Throws {@link UnavailableException} where there is none or it is out of reach. */
    public Pepper activePepper() {
        return secret.get()
                .activePepper(clock.instant())
                .orElseThrow(() -> new UnavailableException("no pepper is active"));
    }

    /**
     * The pepper of this version. A version that is not known asks the source anew, at most once in 10 seconds; one that is
     * still not known is a malfunction and never a verdict: {@link UnavailableException}.
     */
    public Pepper pepper(int version) {
        return secret.get()
                .pepper(version)
                .or(() -> secret.getNotOlderThan(SHORTEST_AGE).pepper(version))
                .orElseThrow(() -> new UnavailableException("pepper " + version + " is not known"));
    }

    /** What the ids of imported keys follow from. Throws {@link UnavailableException} where it is out of reach or missing. */
    public SecretKey importPepper() {
        return secret.get()
                .importPepper()
                .or(() -> secret.getNotOlderThan(SHORTEST_AGE).importPepper())
                .orElseThrow(() -> new UnavailableException("the verification secret has no import pepper"));
    }
}
