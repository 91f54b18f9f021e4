package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One conditional write: it takes units from a meter, and settles the lease that its taker had before.
 *
 * @param meter the meter; it is made where there is none
 * @param leaseId the lease's id, of letters and digits; a meter takes each only once
 * @param units how many units to take; at least 1
 * @param at the taker's time before the write is sent
 * @param step what becomes of the bucket
 * @param quota the most that may be charged in all, these units included
 * @param settled the lease that is given back
 * @param forgotten ids of leases so old that nobody will give them back; what they did not use stays charged
 * @param forPreviousSecret whether who asks presented a secret from before the last rotation
 * @param keptUntil until when the meter is kept
 */
public record LeaseRequest(
        MeterId meter,
        String leaseId,
        long units,
        Instant at,
        BucketStep step,
        OptionalLong quota,
        Optional<SettledLease> settled,
        Set<String> forgotten,
        boolean forPreviousSecret,
        Instant keptUntil) {

    /** What is charged by it: the units taken, less those given back. */
    public long chargedUnits() {
        return units - (settled.isPresent() ? settled.get().unusedUnits() : 0);
    }

    /** The request's time in nanoseconds since the epoch. */
    public long atNanos() {
        return EpochNanos.of(at);
    }

    /**
     * A lease that is given back.
     *
     * @param leaseId its id; where units are given back, the meter must still know it
     * @param unusedUnits what was not used of it
     */
    public record SettledLease(String leaseId, long unusedUnits) {}

    /** What becomes of the bucket, and on which condition. */
    public sealed interface BucketStep {

        /** Nothing: the meter is new, or has no rate. */
        record WithoutRate(long limitsVersion) implements BucketStep {}

        /**
         * It is full less the units: the meter is new, or has this rate and is full at the request's time.
         *
         * @param limitsVersion where the meter is new, the version of the record that the rate is from
         * @param leewayNanos how much later than that it may be full; it is taken to be as late as that, and so to lack as much
         */
        record FromFull(RateLimit rate, long limitsVersion, long leewayNanos) implements BucketStep {

            /** The latest that it may be full, before the units are taken. */
            public long latestFullAtNanos(LeaseRequest request) {
                return request.atNanos() + leewayNanos;
            }

            /** When it will be full again. */
            public long fullAtNanos(LeaseRequest request) {
                return Bucket.of(rate).fullAtAfter(request.units(), 0, latestFullAtNanos(request));
            }
        }

        /** It has the units less: the meter has this rate, is not full at the request's time, and has them. */
        record FromPart(RateLimit rate) implements BucketStep {

            /** The latest that it may be full again, before the units are taken. */
            public long latestFullAtNanos(LeaseRequest request) {
                return Bucket.of(rate).latestFullAtFor(request.units(), request.atNanos());
            }

            /** How much later it will be full again. */
            public long addedNanos(LeaseRequest request) {
                return Bucket.of(rate).fullAtAfter(request.units(), 0, 0);
            }
        }

        /**
         * Its rate changes: the meter is as it was seen.
         *
         * @param seenRate the rate that it was seen with
         * @param seenVersion the version that this was from
         * @param seenFullAtNanos when it was to be full again
         * @param rate the new rate
         * @param limitsVersion the version that it is from
         * @param fullAtNanos when it will be full again, the units taken
         */
        record Changed(
                Optional<RateLimit> seenRate,
                long seenVersion,
                long seenFullAtNanos,
                Optional<RateLimit> rate,
                long limitsVersion,
                long fullAtNanos)
                implements BucketStep {}
    }
}
