package dev.keysmith.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A simulated deployment with one hot key: instances that are started, frozen and killed, and requests that come to whichever is free.
 * Each admission and each write is held against the formulas of ADR 0015 as it happens.
 */
final class Simulation {

    private static final MeterId METER = new MeterId("0123456789abcdef");
    private static final Instant KEPT = Instant.parse("2027-11-20T12:00:00Z");
    private static final int MOST_REQUESTS = 1_500;

    /** What is refused from memory may be refused this much too long. */
    private static final long HOLD_NANOS = Account.SHORTEST_REFUSAL.toNanos();

    /** Clocks are read in whole milliseconds. */
    private static final long TICK_NANOS = 1_000_000;

    private final World world = new World();
    private final SimulatedMeters meters = new SimulatedMeters();
    private final Schedule schedule;
    private final Random random;
    private final SimulatedInstance[] instances;
    private Terms terms;
    private final Bucket bucket;

    /** What was admitted and has not been refilled since, by the true time. */
    private double drawn;

    private long drawnAt;
    private double mostDrawn;

    /** A bucket by the true time for what was leased. */
    private long leasedFullAt;

    private final Map<String, Long> openLeases = new HashMap<>();
    private long admitted;
    private long refused;
    private long failed;
    private long writes;
    private long slowestWrite;

    Simulation(Schedule schedule) {
        this.schedule = schedule;
        this.random = new Random(~schedule.seed());
        this.bucket = Bucket.of(schedule.rate());
        this.terms = terms(1, Optional.of(schedule.rate()));
        this.instances = new SimulatedInstance[schedule.instances()];
        for (int i = 0; i < instances.length; i++) {
            instances[i] = new SimulatedInstance(world, schedule, random, this);
        }
    }

    private Terms terms(long version, Optional<RateLimit> rate) {
        return new Terms(
                METER,
                new Limits(rate, schedule.quota() == 0 ? OptionalLong.empty() : OptionalLong.of(schedule.quota())),
                version,
                false,
                KEPT);
    }

    /** How it ended. */
    record Result(Schedule schedule, long admitted, long refused, long failed, long writes, double partOfBound) {}

    Result run() {
        long at = 0;
        for (int i = 0; i < MOST_REQUESTS; i++) {
            at += gap();
            world.schedule(at, this::request);
            if (random.nextInt(60) == 0) {
                world.schedule(at, this::trouble);
            }
        }
        world.passUntil(at + 10 * schedule.rate().window().toNanos());
        checkAccounts();
        return new Result(schedule, admitted, refused, failed, writes, mostDrawn / capacity());
    }

    /** The formula: what a token bucket admits, what can be leased before and used later, skew, and one late answer an instance. */
    private double capacity() {
        long late = leaseLength().toNanos() + 2 * schedule.skewNanos() + TICK_NANOS;
        return schedule.rate().requests() + late * schedule.unitsPerNano() + schedule.instances();
    }

    private Duration leaseLength() {
        return schedule.isStrict()
                ? Duration.ZERO
                : min(schedule.longestLease(), schedule.rate().window().dividedBy(20));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private long gap() {
        double seconds = -Math.log(1 - random.nextDouble()) / schedule.requestsPerSecond();
        boolean isPause = schedule.isBursty() && random.nextInt(150) == 0;
        double pause =
                isPause ? random.nextDouble() * 2 * schedule.rate().window().toSeconds() : 0;
        return (long) ((seconds + pause) * 1e9);
    }

    private void request() {
        int first = random.nextInt(instances.length);
        for (int i = 0; i < instances.length; i++) {
            SimulatedInstance instance = instances[(first + i) % instances.length];
            if (instance.isFree()) {
                instance.serve(terms);
                return;
            }
        }
    }

    private void trouble() {
        if (schedule.changesLimits()) {
            Optional<RateLimit> other = random.nextInt(3) == 0
                    ? Optional.empty()
                    : Optional.of(new RateLimit(1 + random.nextInt(300), Duration.ofSeconds(1 + random.nextInt(100))));
            boolean isBack = random.nextBoolean();
            terms = terms(terms.limitsVersion() + 1, isBack ? Optional.of(schedule.rate()) : other);
        }
        int which = random.nextInt(instances.length);
        if (random.nextInt(3) == 0) {
            instances[which].kill();
            instances[which] = new SimulatedInstance(world, schedule, random, this);
        } else {
            instances[which].freeze(
                    (long) (random.nextDouble() * 3 * schedule.rate().window().toNanos()));
        }
    }

    /** A write arrives at DynamoDB. */
    LeaseOutcome apply(LeaseRequest request, long afterNanos) {
        writes++;
        slowestWrite = Math.max(slowestWrite, afterNanos);
        LeaseOutcome outcome = meters.take(request);
        if (outcome instanceof LeaseOutcome.Taken(MeterState state)) {
            leasedFullAt = bucket.fullAtAfter(request.units(), leasedFullAt, world.nowNanos());
            openLeases.put(request.leaseId(), request.units());
            request.settled().ifPresent(settled -> openLeases.remove(settled.leaseId()));
            if (schedule.quota() > 0) {
                assertThat(state.charged()).as("charged: %s", schedule).isLessThanOrEqualTo(schedule.quota());
            }
        }
        return outcome;
    }

    /** An instance answered. */
    void answered(Admission admission) {
        switch (admission) {
            case Admission.Admitted _ -> admitted();
            case Admission.Refused refusal -> refused(refusal);
        }
    }

    void failed() {
        failed++;
    }

    private void admitted() {
        admitted++;
        double refilled = (world.nowNanos() - drawnAt) * schedule.unitsPerNano();
        drawn = Math.max(0, drawn - refilled) + 1;
        drawnAt = world.nowNanos();
        mostDrawn = Math.max(mostDrawn, drawn);
        if (!schedule.changesLimits()) {
            assertThat(drawn).as("admitted too many: %s", schedule).isLessThanOrEqualTo(capacity());
        }
        assertThat(meters.find(METER).orElseThrow().charged())
                .as("charged less than admitted: %s", schedule)
                .isGreaterThanOrEqualTo(admitted);
    }

    /** Whoever is refused by the rate finds what was leased to have emptied the bucket, but for skew and slowness. */
    private void refused(Admission.Refused refusal) {
        refused++;
        if (refusal.code() == ErrorCode.RATE_LIMITED && !schedule.changesLimits()) {
            long missing = Math.max(0, leasedFullAt - world.nowNanos());
            double units = schedule.rate().requests() - missing * schedule.unitsPerNano();
            long off = 2 * schedule.skewNanos() + HOLD_NANOS + slowestWrite + 2 * TICK_NANOS;
            assertThat(units)
                    .as("refused with units left: %s", schedule)
                    .isLessThanOrEqualTo(2
                            + off * schedule.unitsPerNano()
                            + (double) schedule.rate().requests() / LeasePlanner.LEEWAYS_IN_A_BUCKET);
        }
    }

    private void checkAccounts() {
        long charged = meters.find(METER).map(MeterState::charged).orElse(0L);
        long open = openLeases.values().stream().mapToLong(Long::longValue).sum();
        assertThat(charged).as("never under-counts: %s", schedule).isGreaterThanOrEqualTo(admitted);
        assertThat(charged - admitted)
                .as("over-counts by what was leased and not given back, at most: %s", schedule)
                .isLessThanOrEqualTo(open);
        if (schedule.quota() > 0) {
            assertThat(admitted).as("quota: %s", schedule).isLessThanOrEqualTo(schedule.quota());
        }
    }
}
