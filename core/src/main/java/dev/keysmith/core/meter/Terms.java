package dev.keysmith.core.meter;

import dev.keysmith.core.access.Limits;
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
public record Terms(MeterId meter, Limits limits, long limitsVersion, boolean forPreviousSecret, Instant keptUntil) {}
