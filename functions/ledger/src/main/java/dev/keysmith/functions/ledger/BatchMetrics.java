package dev.keysmith.functions.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import dev.keysmith.core.metrics.MetricsLine;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * A line of metrics for each batch that was stored: {@code ledger_records}, {@code ledger_put_aside}, and {@code ledger_lag}, how long ago
 * the batch's oldest change was made. The namespace is {@code KEYSMITH_METRICS_NAMESPACE}.
 */
@Singleton
final class BatchMetrics {

    private final String namespace;
    private final InstantSource clock;

    BatchMetrics(Settings settings, InstantSource clock) {
        this.namespace = MetricsLine.namespace(settings);
        this.clock = clock;
    }

    void write(StreamConsumer.Taken taken, Context context) throws IOException {
        Instant now = clock.instant();
        List<Double> lag = taken.oldest().stream()
                .map(oldest -> (double) Duration.between(oldest, now).toMillis())
                .toList();
        MetricsLine line = new MetricsLine(
                namespace,
                context.getFunctionName(),
                now,
                Map.of(
                        "ledger_records", taken.records(),
                        "ledger_put_aside", taken.putAside().size()),
                Map.of("ledger_lag", lag),
                Map.of());
        context.getLogger().log(line.toBytes());
    }
}
