package dev.keysmith.core.meter;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.meter.LeaseRequest.SettledLease;
import dev.keysmith.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one instance knows of one meter: how it was last seen, the lease that it holds, and whether it was refused. */
final class Account {

    /** Who was refused is not asked for again before this, however fast the bucket fills: a refusal costs a write, too. */
    static final Duration SHORTEST_REFUSAL = Duration.ofMillis(50);

    /** Others may give back what they took from a quota. */
    private static final Duration LONGEST_REFUSAL_OF_QUOTA = Duration.ofSeconds(1);

    /** A lease is meant to be used up well before it ends. */
    private static final int LEASES_IN_A_LENGTH = 2;

    private static final long MOST_UNITS = 10_000;

    private @Nullable MeterState seen;
    private @Nullable Lease lease;
    private long unused;
    private boolean isOver;
    private @Nullable Refusal refusal;

    private record Lease(String id, long units, Moment takenAt, Duration length, Limits limits) {}

    private record Refusal(Admission.Refused answer, Moment since, Duration holds, Limits limits) {}

    /** How the meter was last seen; null where it was not. */
    @Nullable
    MeterState seen() {
        return seen;
    }

    void see(Optional<MeterState> state) {
        seen = state.orElse(null);
    }

    /** The lease that the next write gives back. */
    Optional<SettledLease> settled() {
        return lease == null ? Optional.empty() : Optional.of(new SettledLease(lease.id(), unused));
    }

    /** An answer that needs no write; null where there is none. */
    @Nullable
    Admission answer(Limits limits, Moment now) {
        // Once over, always over: what is being given back must not be used, whatever clocks and limits say later.
        isOver = isOver
                || lease == null
                || !lease.limits().equals(limits)
                || !now.isWithin(lease.length(), lease.takenAt());
        if (!isOver && unused > 0) {
            unused--;
            return new Admission.Admitted(figures(limits, now.wall()));
        }
        return findRefusal(limits, now).orElse(null);
    }

    /** The refusal that an earlier one still stands for. */
    Optional<Admission.Refused> findRefusal(Limits limits, Moment now) {
        if (refusal == null || !refusal.limits().equals(limits) || !now.isWithin(refusal.holds(), refusal.since())) {
            return Optional.empty();
        }
        Duration passed = Duration.ofNanos(now.nanosSince(refusal.since()));
        Duration rest = refusal.answer().retryAfter().minus(passed);
        return Optional.of(new Admission.Refused(
                refusal.answer().code(), rest.isNegative() ? Duration.ZERO : rest, figures(limits, now.wall())));
    }

    /** How many units the next lease should have: what was used of the last one, per time, for a part of a lease's length. */
    long wanted(Moment now, Duration length) {
        if (lease == null) {
            return 1;
        }
        long passed = Math.max(1, now.nanosSince(lease.takenAt()));
        double used = lease.units() - unused;
        double units = used / passed * length.toNanos() / LEASES_IN_A_LENGTH;
        return Math.clamp((long) Math.ceil(units), 1, Math.min(MOST_UNITS, 2 * lease.units()));
    }

    /** Units were taken, and one of them is used now. */
    Admission taken(MeterState state, LeaseRequest request, Limits limits, Moment sent, Duration length) {
        seen = state;
        refusal = null;
        lease = new Lease(request.leaseId(), request.units(), sent, length, limits);
        unused = request.units() - 1;
        isOver = false;
        return new Admission.Admitted(figures(limits, sent.wall()));
    }

    Admission refused(LeasePlanner.Plan.Refuse refused, Limits limits, Moment now) {
        Admission.Refused answer =
                new Admission.Refused(refused.code(), refused.retryAfter(), figures(limits, now.wall()));
        refusal = new Refusal(answer, now, holds(refused), limits);
        return answer;
    }

    private static Duration holds(LeasePlanner.Plan.Refuse refused) {
        Duration wait = refused.retryAfter();
        return switch (refused.code()) {
            case QUOTA_EXCEEDED -> LONGEST_REFUSAL_OF_QUOTA;
            default -> wait.compareTo(SHORTEST_REFUSAL) < 0 ? SHORTEST_REFUSAL : wait;
        };
    }

    private Admission.Figures figures(Limits limits, Instant now) {
        if (seen == null) {
            return Admission.Figures.NONE;
        }
        Optional<RateLimit> rate = seen.rate();
        OptionalLong quota = limits.quota();
        long leased = isOver ? 0 : unused;
        return new Admission.Figures(
                rate,
                rate.isEmpty() ? 0 : Math.min(rate.get().requests(), seen.unitsAt(now) + leased),
                rate.isEmpty() ? Duration.ZERO : Duration.ofNanos(Math.max(0, seen.fullAtNanos() - EpochNanos.of(now))),
                quota.isEmpty() ? quota : OptionalLong.of(Math.max(0, quota.getAsLong() - seen.charged() + unused)));
    }
}
