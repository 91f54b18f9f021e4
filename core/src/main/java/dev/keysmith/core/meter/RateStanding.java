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
        long fullAt = meter.isEmpty() ? at : fullAt(rate, meter.get(), at);
        return new RateStanding(
                rate,
                Bucket.of(rate).unitsIn(fullAt, at),
                fullAt <= at
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(Math.ceilDiv(fullAt, NANOS_PER_MILLI))));
    }

    private static long fullAt(RateLimit rate, MeterState meter, long at) {
        if (meter.rate().isEmpty()) {
            return at;
        }
        if (meter.rate().get().equals(rate)) {
            return meter.fullAtNanos();
        }
        long missing = Bucket.of(meter.rate().get()).unitsMissing(meter.fullAtNanos(), at);
        // As a lease carries it over: all but one unit at most.
        return Bucket.of(rate).fullAtAfter(Math.min(missing, rate.requests() - 1L), 0, at);
    }
}
