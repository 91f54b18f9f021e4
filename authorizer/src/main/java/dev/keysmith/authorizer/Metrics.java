package dev.keysmith.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import dev.keysmith.core.meter.LeaseObserver;
import dev.keysmith.core.metrics.MetricsLine;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.time.Clocks;
import dev.keysmith.core.time.Moment;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this instance did, counted, and written as one line of CloudWatch's embedded metric format at the end of a decision, once 10
 * seconds have passed since the last line or {@value #MOST_VALUES} values wait. The namespace is {@code KEYSMITH_METRICS_NAMESPACE}
 * ({@code Keysmith}), the only dimension the function's name: nothing of a request is in it. What waits when an instance ends is
 * lost. Writing changes no decision: a line that could not be written is counted in the next.
 */
@Singleton
final class Metrics implements LeaseObserver {

    /** What one metric of a line may hold. */
    static final int MOST_VALUES = 100;

    static final String ALLOWED = "allowed";
    static final String FAILURE = "failure";
    static final String WRONG_SECRET = "wrong_secret";
    static final String RECORD_HIT = "record_hit";
    static final String LOST_LINE = "lost_line";
    static final String DECISION_TIME = "decision_time";
    static final String LEASE_SIZE = "lease_size";

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final String namespace;
    private final Clocks clocks;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<Double> decisionMillis = new ArrayList<>();
    private final List<Double> leaseSizes = new ArrayList<>();
    private @Nullable Moment lastLine;

    Metrics(Settings settings, Clocks clocks) {
        this.namespace = MetricsLine.namespace(settings);
        this.clocks = clocks;
    }

    Moment now() {
        return clocks.now();
    }

    /** Counts one more of this. */
    synchronized void count(String name) {
        counts.merge(name, 1, Integer::sum);
    }

    /** Counts a decision that began then. */
    void decided(Decision decision, Moment began) {
        end(
                switch (decision) {
                    case Decision.Allowed _ -> ALLOWED;
                    case Decision.Limited limited -> limited.code().wireCode();
                    case Decision.Denied denied -> denied.code().wireCode();
                    case Decision.Rejected rejected -> rejected.reason().wireCode();
                },
                began);
    }

    /** Counts a decision that began then and could not be made. */
    void failed(Moment began) {
        end(FAILURE, began);
    }

    private synchronized void end(String outcome, Moment began) {
        count(outcome);
        decisionMillis.add(clocks.now().nanosSince(began) / NANOS_PER_MICRO / MICROS_PER_MILLI);
    }

    @Override
    public synchronized void leased(long units) {
        leaseSizes.add((double) units);
    }

    /** Writes what waits, where it is time. */
    synchronized void writeWhenDue(Context context) {
        Moment now = clocks.now();
        boolean isFull = decisionMillis.size() >= MOST_VALUES || leaseSizes.size() >= MOST_VALUES;
        if (!isFull && lastLine != null && now.isWithin(INTERVAL, lastLine)) {
            return;
        }
        MetricsLine line = new MetricsLine(
                namespace,
                context.getFunctionName(),
                now.wall(),
                Map.copyOf(counts),
                Map.of(DECISION_TIME, List.copyOf(decisionMillis)),
                Map.of(LEASE_SIZE, List.copyOf(leaseSizes)));
        counts.clear();
        decisionMillis.clear();
        leaseSizes.clear();
        lastLine = now;
        try {
            context.getLogger().log(line.toBytes());
        } catch (IOException | RuntimeException e) {
            count(LOST_LINE);
        }
    }
}
