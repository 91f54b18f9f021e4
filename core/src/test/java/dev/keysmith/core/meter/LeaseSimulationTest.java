package dev.keysmith.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Thousands of schedules, each held against the formulas of ADR 0015. {@code -Dkeysmith.seed=} begins elsewhere, and
 * {@code -Dkeysmith.schedules=} says how many.
 */
final class LeaseSimulationTest {

    private static final long SEED = Long.getLong("keysmith.seed", 1);
    private static final int SCHEDULES = Integer.getInteger("keysmith.schedules", 3_000);

    @Test
    void noScheduleExceedsTheFormulas() {
        List<Simulation.Result> results = new ArrayList<>();
        for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
            results.add(new Simulation(Schedule.of(seed)).run());
        }

        // Schedules that are all idle, all refused or never in trouble would show nothing.
        assertThat(sum(results, Simulation.Result::refused)).isPositive();
        assertThat(sum(results, Simulation.Result::failed)).isPositive();
        System.out.printf(
                "lease simulation: %d schedules, %d admitted, %d refused, %d failed, %.3f writes a decision%n",
                results.size(),
                sum(results, Simulation.Result::admitted),
                sum(results, Simulation.Result::refused),
                sum(results, Simulation.Result::failed),
                (double) sum(results, Simulation.Result::writes)
                        / (sum(results, Simulation.Result::admitted) + sum(results, Simulation.Result::refused)));
        for (boolean isStrict : new boolean[] {true, false}) {
            Simulation.Result closest = closest(results, isStrict);
            System.out.printf("closest to its bound: %.1f %% by %s%n", 100 * closest.partOfBound(), closest);
            // A bound that nothing comes near would prove little.
            assertThat(closest.partOfBound()).isGreaterThan(0.9);
        }
    }

    private static long sum(List<Simulation.Result> results, ToLongFunction<Simulation.Result> what) {
        return results.stream().mapToLong(what).sum();
    }

    private static Simulation.Result closest(List<Simulation.Result> results, boolean isStrict) {
        return results.stream()
                .filter(result -> !result.schedule().changesLimits())
                .filter(result -> result.schedule().isStrict() == isStrict)
                .max(Comparator.comparingDouble(Simulation.Result::partOfBound))
                .orElseThrow();
    }
}
