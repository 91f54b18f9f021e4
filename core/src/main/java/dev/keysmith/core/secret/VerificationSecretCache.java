package dev.keysmith.core.secret;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;

/**
 * The {@code verification} secret as this process knows it: {@code KEYSMITH_VERIFICATION_SECRET}, held as
 * {@link SecretAges} says.
 */
@Singleton
public final class VerificationSecretCache {

    private static final Duration SHORTEST_AGE = Duration.ofSeconds(10);
    private static final int MISSING_MINUTES = 5;

    private final HeldSecret<VerificationSecret> secret;
    private final InstantSource clock;
    /** Names that a fresh secret did not have, until when they are not looked for again; no more than were ever made. */
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();

    public VerificationSecretCache(SecretSource source, SecretAges ages, InstantSource clock, Settings settings) {
        String name = SecretAges.name(settings, "keysmith.verification-secret");
        this.secret = ages.hold(() -> VerificationSecret.parse(source.fetch(name)), clock);
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

    /** The keys that may sign now, the newest first. */
    public List<VerificationKey> activeKeys() {
        return secret.get().activeKeys(clock.instant());
    }

    /** The keys that verify tokens, those among them that will sign later. */
    public List<VerificationKey> keys() {
        return secret.get().keys();
    }

    /**
     * The key of this name. A name that is not known and that this deployment made asks the source anew, at most once in 10
     * seconds, and not again for {@value #MISSING_MINUTES} minutes where that shows that there is no such key; any other name asks
     * nobody. Throws {@link UnavailableException} where the source would have to be asked and fails.
     */
    public Optional<VerificationKey> key(String kid) {
        VerificationSecret known = secret.get();
        return known.key(kid).or(() -> known.madeKid(kid) && !isMissing(kid) ? newKey(kid, known) : Optional.empty());
    }

    private Optional<VerificationKey> newKey(String kid, VerificationSecret known) {
        VerificationSecret fresh = secret.getFresh(SHORTEST_AGE);
        Optional<VerificationKey> found = fresh.key(kid);
        if (found.isEmpty() && fresh != known) {
            missing.values().removeIf(until -> !clock.instant().isBefore(until));
            missing.put(kid, clock.instant().plus(Duration.ofMinutes(MISSING_MINUTES)));
        }
        return found;
    }

    private boolean isMissing(String kid) {
        Instant until = missing.get(kid);
        return until != null && clock.instant().isBefore(until);
    }

    /** What the ids of imported keys follow from. Throws {@link UnavailableException} where it is out of reach or missing. */
    public SecretKey importPepper() {
        return secret.get()
                .importPepper()
                .or(() -> secret.getNotOlderThan(SHORTEST_AGE).importPepper())
                .orElseThrow(() -> new UnavailableException("the verification secret has no import pepper"));
    }
}
