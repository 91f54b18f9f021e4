package dev.keysmith.core.meter;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.key.ApiKeyMetadata;
import java.time.Duration;
import java.time.Instant;

/**
 * Who asks to be admitted, and within which limits.
 *
 * @param meter what counts it
 * @param limits its limits, as they are now
 * @param limitsVersion rises with each change of the limits, so that who read older ones is not believed
 * @param forPreviousSecret whether it presented a secret from before the last rotation
 * @param keptUntil until when its meter is kept
 */
public record Terms(MeterId meter, Limits limits, long limitsVersion, boolean forPreviousSecret, Instant keptUntil) {

    /**
     * The terms of a key, and of its tokens. Its meter is kept for as long as any refresh may bring the key, and for the retention:
     * were it gone before, its quota would begin anew.
     *
     * @param generation which of the key's secrets was presented
     */
    public static Terms of(ApiKeyMetadata key, int generation, Duration retention) {
        return new Terms(
                MeterId.of(key.keyId()),
                key.limits(),
                key.version(),
                generation < key.generation(),
                key.validity().maxExpiresAt().plus(retention));
    }
}
