package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.secret.Pepper;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The pepper that follows others. */
final class NewPepper {

    private NewPepper() {}

    /** It is active once the rotation had its time to end, and after that everybody had time to learn of it. */
    static Pepper after(List<Pepper> peppers, RotationSettings settings, InstantSource clock, SecureRandom random) {
        int newest = peppers.stream().mapToInt(Pepper::version).max().orElse(0);
        return Pepper.random(newest + 1, clock.instant().plus(settings.delay()).plus(settings.slack()), random);
    }
}
