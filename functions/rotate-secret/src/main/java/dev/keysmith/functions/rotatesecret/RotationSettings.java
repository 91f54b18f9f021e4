package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Which secrets are rotated, and how long what is new waits: {@code KEYSMITH_VERIFICATION_SECRET},
 * {@code KEYSMITH_SIGNING_SECRET}, {@code KEYSMITH_LEDGER_SECRET}, {@code KEYSMITH_ROTATION_SLACK} (30 minutes), and
 * {@code KEYSMITH_SECRET_MAX_AGE} and {@code KEYSMITH_SECRET_MAX_STALE} as the other functions have them.
 */
@Singleton
final class RotationSettings {

    private final String verificationSecret;
    private final String signingSecret;
    private final String ledgerSecret;
    private final Duration maxAge;
    private final Duration maxStale;
    private final Duration slack;

    RotationSettings(SecretAges ages, Settings settings) {
        verificationSecret = SecretAges.name(settings, "keysmith.verification-secret");
        signingSecret = SecretAges.name(settings, "keysmith.signing-secret");
        ledgerSecret = SecretAges.name(settings, "keysmith.ledger-secret");
        maxAge = ages.maxAge();
        maxStale = ages.maxStale();
        slack = settings.duration(
                "keysmith.rotation-slack", Duration.ofMinutes(30), Duration.ofSeconds(1), Duration.ofHours(24));
    }

    String verificationSecret() {
        return verificationSecret;
    }

    String signingSecret() {
        return signingSecret;
    }

    String ledgerSecret() {
        return ledgerSecret;
    }

    /** The longest that others go on with what they hold, while Secrets Manager answers. */
    Duration maxAge() {
        return maxAge;
    }

    /** How long what is published waits until it is active: by then nobody holds a secret that lacks it. */
    Duration delay() {
        return maxAge.multipliedBy(2);
    }

    /** How long a rotation may take from its first step to its last. */
    Duration slack() {
        return slack;
    }

    /** After this nobody uses what was superseded, not even who held a secret through an outage. */
    Duration untilUnused() {
        return delay().plus(maxStale);
    }
}
