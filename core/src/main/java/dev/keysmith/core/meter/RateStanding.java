package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a rate is left.
 *
 * @param rate the rate
 * @param remaining how many requests it admits now; what instances hold in leases is not among them
 * @param fullAt when it admits all of its requests at once again, rounded up to a millisecond; empty where it does so now
 */
public record RateStanding(RateLimit rate, long remaining, Optional<Instant> fullAt) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * How a key's rate stands.
     *
     * @param meter the key's meter; empty where nothing was counted yet. One that has another rate takes this one with its next lease
     */
    public static RateStanding of(RateLimit rate, Optional<MeterState> meter, Instant now) {
        long at = EpochNanos.of(now);
        long fullAt = meter.isEmpty() ? at : meter.get().fullAtNanos(rate, now);
        return new RateStanding(
                rate,
                Bucket.of(rate).unitsIn(fullAt, at),
                fullAt <= at
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(Math.ceilDiv(fullAt, NANOS_PER_MILLI))));
    }
}
