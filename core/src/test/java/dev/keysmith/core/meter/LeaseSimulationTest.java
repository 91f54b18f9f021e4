package dev.keysmith.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
        assertThat(results.stream().mapToLong(Simulation.Result::refused).sum()).isPositive();
        assertThat(results.stream().mapToLong(Simulation.Result::failed).sum()).isPositive();
        Simulation.Result closest = closest(results);
        System.out.printf(
                "lease simulation: %d schedules, %d admitted, %d refused, %d failed, %.3f writes an admission; closest to its bound:"
                        + " %.1f %% by %s%n",
                results.size(),
                results.stream().mapToLong(Simulation.Result::admitted).sum(),
                results.stream().mapToLong(Simulation.Result::refused).sum(),
                results.stream().mapToLong(Simulation.Result::failed).sum(),
                (double) results.stream().mapToLong(Simulation.Result::writes).sum()
                        / results.stream()
                                .mapToLong(Simulation.Result::admitted)
                                .sum(),
                100 * closest.partOfBound(),
                closest);
        // A bound that nothing comes near would prove little.
        assertThat(closest.partOfBound()).isGreaterThan(0.9);
    }

    private static Simulation.Result closest(List<Simulation.Result> results) {
        return results.stream()
                .filter(result -> !result.schedule().changesLimits())
                .max(Comparator.comparingDouble(Simulation.Result::partOfBound))
                .orElseThrow();
    }
}
