package dev.keysmith.authorizer;

import dev.keysmith.core.meter.Admission.Figures;
import java.time.Duration;
import java.util.Map;

/** How the limits stand, as a backend is told: beside the limits themselves, which are the principal's. */
final class LimitContext {

    private LimitContext() {}

    /** Adds {@code rate_remaining rate_reset_seconds quota_remaining}, each where there is such a limit, to a context. */
    static Map<String, String> with(Figures figures, Map<String, String> context) {
        if (figures.rate().isPresent()) {
            context.put("rate_remaining", Long.toString(figures.remaining()));
            context.put("rate_reset_seconds", Long.toString(wholeSeconds(figures.untilFull())));
        }
        if (figures.quotaRemaining().isPresent()) {
            context.put(
                    "quota_remaining", Long.toString(figures.quotaRemaining().getAsLong()));
        }
        return context;
    }

    /** Seconds, rounded up. */
    static long wholeSeconds(Duration duration) {
        return Math.ceilDiv(duration.toMillis(), 1000L);
    }
}
