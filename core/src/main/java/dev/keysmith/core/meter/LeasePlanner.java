package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import dev.keysmith.core.meter.LeaseRequest.SettledLease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Plans the write that takes units, from what was last seen of the meter. */
final class LeasePlanner {

    /** No lease takes more than this part of what is left, and so, near exhaustion, one unit at a time. */
    static final int LEASES_IN_THE_REST = 16;

    /** A lease this old was lost with its instance. An instance settles a lease of its own before. */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    /** What a guess may leave unused of a bucket, for a while. */
    static final int LEEWAYS_IN_A_BUCKET = 32;

    private static final int MOST_FORGOTTEN_AT_ONCE = 10;

    /** A quota does not fill by itself. */
    private static final Duration ASK_AGAIN_FOR_QUOTA = Duration.ofHours(1);

    private final Terms terms;
    private final String leaseId;
    private final Instant at;

    LeasePlanner(Terms terms, String leaseId, Instant at) {
        this.terms = terms;
        this.leaseId = leaseId;
        this.at = at;
    }

    /** What to do. */
    sealed interface Plan {

        /** To send this, which is for this rate. */
        record Take(LeaseRequest request, Optional<RateLimit> rate) implements Plan {}

        /** To refuse. */
        record Refuse(ErrorCode code, Duration retryAfter) implements Plan {}
    }

    /** For a meter of which nothing was seen: that it is new, or full, is the best guess, and a wrong one changes nothing. */
    Plan forUnseen() {
        long version = terms.limitsVersion();
        BucketStep step = terms.limits().rate().isPresent()
                ? new BucketStep.FromFull(terms.limits().rate().get(), version, 0)
                : new BucketStep.WithoutRate(version);
        return take(1, step, terms.limits().rate(), Optional.empty(), Set.of());
    }

    /**
     * For a meter that was seen.
     *
     * @param seen how it was seen
     * @param isCertain whether it was seen just now; a refusal needs that
     * @param wanted how many units are wanted
     * @param held the lease that is to be given back, if the meter still knows it
     */
    Plan forSeen(MeterState seen, boolean isCertain, long wanted, Optional<SettledLease> held) {
        Optional<SettledLease> settled =
                held.isPresent() && seen.openLeases().containsKey(held.get().leaseId()) ? held : Optional.empty();
        long quotaLeft = quotaLeft(seen, settled);
        if (isCertain && quotaLeft < 1) {
            return new Plan.Refuse(ErrorCode.QUOTA_EXCEEDED, ASK_AGAIN_FOR_QUOTA);
        }
        Set<String> forgotten = forgotten(seen, held);
        boolean isOther = !seen.rate().equals(terms.limits().rate());
        if (isOther && terms.limitsVersion() > seen.limitsVersion()) {
            return take(1, change(seen), terms.limits().rate(), settled, forgotten);
        }
        // Whoever read an older record than the meter's goes by the meter's rate.
        Optional<RateLimit> rate = seen.rate();
        long unitsLeft = seen.unitsAt(at);
        if (isCertain && unitsLeft < 1) {
            return new Plan.Refuse(ErrorCode.RATE_LIMITED, untilNextUnit(seen));
        }
        long units = Math.clamp(wanted, 1, Math.max(1, Math.min(unitsLeft, quotaLeft) / LEASES_IN_THE_REST));
        return take(units, step(seen, rate), rate, settled, forgotten);
    }

    private BucketStep step(MeterState seen, Optional<RateLimit> rate) {
        if (rate.isEmpty()) {
            return new BucketStep.WithoutRate(seen.limitsVersion());
        }
        if (seen.fullAtNanos() > EpochNanos.of(at)) {
            return new BucketStep.FromPart(rate.get());
        }
        // Where others take leases too, the bucket is likely to lack a little: most wrong guesses are for that.
        boolean othersTakeToo = seen.openLeases().size() > 1
                && at.isBefore(seen.lastUsedAt().plus(rate.get().window()));
        long leeway = othersTakeToo ? Bucket.of(rate.get()).capacityNanos() / LEEWAYS_IN_A_BUCKET : 0;
        return new BucketStep.FromFull(rate.get(), seen.limitsVersion(), leeway);
    }

    private BucketStep change(MeterState seen) {
        Optional<RateLimit> rate = terms.limits().rate();
        long fullAt = rate.isEmpty()
                ? 0
                : Bucket.of(rate.get()).fullAtAfter(1, seen.fullAtNanos(rate.get(), at), EpochNanos.of(at));
        return new BucketStep.Changed(
                seen.rate(), seen.limitsVersion(), seen.fullAtNanos(), rate, terms.limitsVersion(), fullAt);
    }

    private Plan take(
            long units,
            BucketStep step,
            Optional<RateLimit> rate,
            Optional<SettledLease> settled,
            Set<String> forgotten) {
        return new Plan.Take(
                new LeaseRequest(
                        terms.meter(),
                        leaseId,
                        units,
                        at,
                        step,
                        terms.limits().quota(),
                        settled,
                        forgotten,
                        terms.forPreviousSecret(),
                        terms.keptUntil()),
                rate);
    }

    private long quotaLeft(MeterState seen, Optional<SettledLease> settled) {
        OptionalLong quota = terms.limits().quota();
        if (quota.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long givenBack = settled.isPresent() ? settled.get().unusedUnits() : 0;
        return quota.getAsLong() - seen.charged() + givenBack;
    }

    private Duration untilNextUnit(MeterState seen) {
        return Bucket.of(seen.rate().orElseThrow()).untilNextUnit(seen.fullAtNanos(), EpochNanos.of(at));
    }

    private Set<String> forgotten(MeterState seen, Optional<SettledLease> held) {
        Instant limit = at.minus(FORGOTTEN_AFTER);
        Set<String> forgotten = new HashSet<>();
        for (Map.Entry<String, MeterState.OpenLease> open : seen.openLeases().entrySet()) {
            boolean isOwn = held.isPresent() && held.get().leaseId().equals(open.getKey());
            if (!isOwn && open.getValue().at().isBefore(limit) && forgotten.size() < MOST_FORGOTTEN_AT_ONCE) {
                forgotten.add(open.getKey());
            }
        }
        return forgotten;
    }
}
