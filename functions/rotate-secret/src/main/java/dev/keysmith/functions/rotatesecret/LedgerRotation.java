package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.secret.LedgerSecret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Rotates the ledger's keys: one more. None goes, since every key verifies the events that it chained. */
@Singleton
final class LedgerRotation implements SecretRotation {

    private final RotationSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;

    LedgerRotation(RotationSettings settings, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String create(SecretVersion current) {
        LedgerSecret now = LedgerSecret.parse(current.value());
        return now.with(NewPepper.after(now.keys(), settings, clock, random)).toText();
    }

    @Override
    public boolean isOutdated(SecretVersion current, SecretVersion pending) {
        return !compare(current, pending).missing().isEmpty();
    }

    @Override
    public void test(SecretVersion current, SecretVersion pending) {
        if (isOutdated(current, pending)) {
            throw new RotationException("the pending ledger secret lacks what the current one has");
        }
    }

    @Override
    public Optional<String> findObstacle(SecretVersion current, SecretVersion pending) {
        if (isOutdated(current, pending)) {
            return Optional.of(Obstacles.CHANGED);
        }
        return compare(current, pending).isTooLate(clock.instant(), settings.delay())
                ? Optional.of(Obstacles.TOO_LATE)
                : Optional.empty();
    }

    private static PepperComparison compare(SecretVersion current, SecretVersion pending) {
        return new PepperComparison(
                LedgerSecret.parse(current.value()).keys(),
                LedgerSecret.parse(pending.value()).keys());
    }
}
