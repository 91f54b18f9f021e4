package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.key.PepperUsage;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.secret.VerificationSecret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/**
 * Rotates the peppers: one more, which becomes active when every verifier knows it. The oldest one goes once no key's record uses
 * it. What signs is not touched; the rotation of signing keys publishes its keys in the same secret.
 */
@Singleton
final class VerificationRotation implements SecretRotation {

    private final RotationSettings settings;
    private final PepperUsage usage;
    private final InstantSource clock;
    private final SecureRandom random;

    VerificationRotation(RotationSettings settings, PepperUsage usage, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.usage = usage;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String create(SecretVersion current) {
        VerificationSecret now = VerificationSecret.parse(current.value());
        return withoutUnused(now)
                .with(NewPepper.after(now.peppers(), settings, clock, random))
                .toText();
    }

    @Override
    public boolean isOutdated(SecretVersion current, SecretVersion pending) {
        VerificationSecret before = VerificationSecret.parse(current.value());
        VerificationSecret after = VerificationSecret.parse(pending.value());
        return !new PepperComparison(before.peppers(), after.peppers()).lacksAtMostTheOldest()
                || !SameKeys.in(before, after);
    }

    @Override
    public void test(SecretVersion current, SecretVersion pending) {
        if (isOutdated(current, pending)) {
            throw new RotationException("the pending verification secret lacks what the current one has");
        }
        VerificationSecret after = VerificationSecret.parse(pending.value());
        if (after.activePepper(clock.instant()).isEmpty()) {
            throw new RotationException("the pending verification secret has no active pepper");
        }
    }

    @Override
    public Optional<String> findObstacle(SecretVersion current, SecretVersion pending) {
        if (isOutdated(current, pending)) {
            return Optional.of(Obstacles.CHANGED);
        }
        PepperComparison peppers = new PepperComparison(
                VerificationSecret.parse(current.value()).peppers(),
                VerificationSecret.parse(pending.value()).peppers());
        return peppers.isTooLate(clock.instant(), settings.delay())
                ? Optional.of(Obstacles.TOO_LATE)
                : Optional.empty();
    }

    /** Only the oldest one, and one at a time: each costs a look at the whole table. */
    private VerificationSecret withoutUnused(VerificationSecret secret) {
        Optional<Pepper> oldest = secret.peppers().stream().min(Comparator.comparingInt(Pepper::version));
        return oldest.filter(pepper -> isSuperseded(pepper, secret) && !usage.isUsed(pepper.version()))
                .map(pepper -> secret.withoutPepper(pepper.version()))
                .orElse(secret);
    }

    private boolean isSuperseded(Pepper pepper, VerificationSecret secret) {
        return secret.activePepper(clock.instant().minus(settings.untilUnused()))
                .filter(active -> active.version() > pepper.version())
                .isPresent();
    }
}
