package dev.keysmith.core.meter;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.time.Clocks;
import io.micronaut.core.value.MapPropertyResolver;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One instance from its start to its end: the production lease code on clocks that are off, with a way to DynamoDB that is slow, fails
 * and loses answers, and with freezes at any time, of which its monotonic clock may know nothing.
 */
final class SimulatedInstance {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final World world;
    private final Schedule schedule;
    private final Random random;
    private final Simulation simulation;
    private final long skewNanos;
    private final LeaseKeeper keeper;
    private long frozenUntil;
    private long notCountedNanos;
    private boolean busy;
    private boolean killed;

    SimulatedInstance(World world, Schedule schedule, Random random, Simulation simulation) {
        this.world = world;
        this.schedule = schedule;
        this.random = random;
        this.simulation = simulation;
        this.skewNanos = schedule.skewNanos() == 0
                ? 0
                : random.nextInt(4) == 0
                        ? (random.nextBoolean() ? 1 : -1) * schedule.skewNanos()
                        : random.nextLong(-schedule.skewNanos(), schedule.skewNanos() + 1);
        Settings settings = new Settings(new MapPropertyResolver(Map.of(
                "keysmith.metering",
                schedule.isStrict() ? "strict" : "leased",
                "keysmith.lease-length",
                schedule.longestLease().toString())));
        this.keeper = new LeaseKeeper(
                new SlowMeters(),
                settings,
                new Clocks(this::wall, () -> world.nowNanos() - notCountedNanos),
                ids(),
                units -> {});
    }

    boolean isFree() {
        return !busy && !killed && world.nowNanos() >= frozenUntil;
    }

    void kill() {
        killed = true;
    }

    /** Stops it for a time; the monotonic clock of a frozen machine may stop with it. */
    void freeze(long nanos) {
        long from = Math.max(frozenUntil, world.nowNanos());
        frozenUntil = Math.max(from, world.nowNanos() + nanos);
        if (random.nextBoolean()) {
            notCountedNanos += frozenUntil - from;
        }
    }

    /** Serves one request, whose record was read a moment ago. */
    void serve(Terms terms) {
        busy = true;
        try {
            sometimesFreeze();
            Admission admission = keeper.admit(terms);
            if (!killed) {
                simulation.answered(admission);
            }
        } catch (UnavailableException e) {
            simulation.failed();
        } finally {
            busy = false;
        }
    }

    private void sometimesFreeze() {
        if (random.nextInt(200) == 0) {
            freeze((long) (random.nextDouble() * 3 * schedule.rate().window().toNanos()));
        }
        world.passUntil(frozenUntil);
    }

    private Instant wall() {
        long nanos = world.nowNanos() + skewNanos;
        return START.plusNanos(Math.floorDiv(nanos, 1_000_000L) * 1_000_000L);
    }

    private SecureRandom ids() {
        return new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public long nextLong() {
                return random.nextLong();
            }
        };
    }

    /** The way to DynamoDB and back. */
    private final class SlowMeters implements Meters {

        @Override
        public LeaseOutcome take(LeaseRequest request) {
            long sentAt = world.nowNanos();
            sometimesFreeze();
            boolean isTroubled = random.nextDouble() < schedule.chanceOfTrouble();
            world.pass(delay(isTroubled));
            if (isTroubled && random.nextInt(3) == 0) {
                throw new UnavailableException("the write did not arrive");
            }
            LeaseOutcome outcome = simulation.apply(request, world.nowNanos() - sentAt);
            world.pass(delay(isTroubled));
            sometimesFreeze();
            if (isTroubled && random.nextInt(2) == 0) {
                throw new UnavailableException("the answer was lost");
            }
            return isTroubled ? repeated(request, outcome) : outcome;
        }

        /** The SDK sends again what was not answered. */
        private LeaseOutcome repeated(LeaseRequest request, LeaseOutcome first) {
            return random.nextBoolean() ? simulation.apply(request, 0) : first;
        }

        private long delay(boolean isTroubled) {
            long usual = random.nextLong(schedule.slowNanos());
            return isTroubled ? usual * 50 : usual;
        }

        @Override
        public Optional<MeterState> find(MeterId id) {
            throw new UnsupportedOperationException("no decision reads a meter");
        }

        @Override
        public void delete(MeterId id) {
            throw new UnsupportedOperationException("no decision deletes a meter");
        }
    }
}
