package dev.keysmith.core.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Repeats a revocation of many keys as its caller does: with what the last call answered, after the time that it named. */
final class Sweeping {

    private static final int MOST_CALLS = 50;

    private final Core core;
    private final Function<Optional<Sweep>, SweepReport> call;
    private final List<SweepReport> reports = new ArrayList<>();

    Sweeping(Core core, Function<Optional<Sweep>, SweepReport> call) {
        this.core = core;
        this.call = call;
    }

    /** One call more. */
    SweepReport next() {
        // As the text that the caller carries.
        Optional<Sweep> from = reports.isEmpty()
                ? Optional.empty()
                : reports.getLast().next().map(Sweep::toText).flatMap(Sweep::parse);
        SweepReport report = call.apply(from);
        reports.add(report);
        return report;
    }

    /** All further calls. */
    Sweeping untilDone() {
        while (reports.isEmpty() || !reports.getLast().isDone()) {
            assertThat(reports).as("a sweep that ends").hasSizeLessThan(MOST_CALLS);
            if (!reports.isEmpty()) {
                core.clock.advance(reports.getLast().retryAfter().orElse(Duration.ZERO));
            }
            next();
        }
        return this;
    }

    /** How many keys all calls together revoked. */
    int revoked() {
        return reports.stream().mapToInt(SweepReport::revoked).sum();
    }
}
