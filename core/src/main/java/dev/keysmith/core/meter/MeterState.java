package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A meter as it is stored.
 *
 * @param rate the rate that its bucket has; empty for none
 * @param limitsVersion the version of the key's record that this rate is from
 * @param fullAtNanos when its bucket will be full again, in nanoseconds since the epoch; 0 where it has no rate
 * @param charged how many units were leased in all, less those given back; never fewer than were used
 * @param lastUsedAt when the last lease was taken
 * @param previousSecretLastUsedAt when the last lease was taken for who presented a secret from before the last rotation
 * @param openLeases the leases that were not given back yet, by their ids
 */
public record MeterState(
        Optional<RateLimit> rate,
        long limitsVersion,
        long fullAtNanos,
        long charged,
        Instant lastUsedAt,
        Optional<Instant> previousSecretLastUsedAt,
        Map<String, OpenLease> openLeases) {

    public MeterState {
        openLeases = Map.copyOf(openLeases);
    }

    /**
     * A lease that was not given back yet.
     *
     * @param units how many units it has
     * @param at when it was taken
     */
    public record OpenLease(long units, Instant at) {}

    /**
     * When its bucket will be full again if it has this rate from now on. What was taken under another rate stays taken, but for one
     * unit: else a change could lock a key out.
     */
    long fullAtNanos(RateLimit newRate, Instant now) {
        if (rate.equals(Optional.of(newRate))) {
            return fullAtNanos;
        }
        long at = EpochNanos.of(now);
        long missing = rate.isEmpty() ? 0 : Bucket.of(rate.get()).unitsMissing(fullAtNanos, at);
        return Bucket.of(newRate).fullAtAfter(Math.min(missing, newRate.requests() - 1L), 0, at);
    }

    /** How many units are in its bucket at this time; as good as endless where it has no rate. */
    public long unitsAt(Instant now) {
        return rate.isEmpty() ? Long.MAX_VALUE : Bucket.of(rate.get()).unitsIn(fullAtNanos, EpochNanos.of(now));
    }
}
