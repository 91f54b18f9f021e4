package dev.keysmith.aws.monitoring;

import dev.keysmith.blueprint.Blueprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.IFilterPattern;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/**
 * Metrics that are counted from the lines that functions log for each answer, step and task, and Lambda for each invocation. They are in the
 * namespace {@code Keysmith/<deployment>}. A metric without data was never counted: there is no zero.
 */
final class LoggedMetrics extends Construct {

    static final String ISSUED = "issued";
    static final String REFRESHED = "refreshed";
    static final String ROTATED = "rotated";
    static final String REVOKED = "revoked";
    static final String TOKENS_MINTED = "tokens_minted";
    static final String COLD_STARTS = "cold_starts";
    static final String ROTATION_FAILED = "rotation_failed";
    static final String LEDGER_TASK_FAILED = "ledger_task_failed";
    static final String LEDGER_NOT_IN_ORDER = "ledger_not_in_order";

    /** What changes keys. */
    static final List<String> CHANGES = List.of(ISSUED, REFRESHED, ROTATED, REVOKED, TOKENS_MINTED);

    private final Monitored monitored;
    private final String namespace;
    private final Map<String, Integer> filters = new LinkedHashMap<>();

    LoggedMetrics(Construct scope, String id, Monitored monitored) {
        super(scope, id);
        this.monitored = monitored;
        this.namespace = EmittedMetrics.NAMESPACE + "/" + monitored.deployment();
        answered(ISSUED, "issue", "POST", "/v1/keys", 201);
        answered(TOKENS_MINTED, "issue", "POST", "/v1/tokens", 200);
        answered(REFRESHED, "refresh", "POST", "/v1/refresh", 200);
        answered(ROTATED, "refresh", "POST", "/v1/keys/{key_id}/rotate", 200);
        answered(REVOKED, "revoke", "POST", "/v1/keys/{key_id}/revoke", 200);
        answered(REVOKED, "revoke", "DELETE", "/v1/keys/{key_id}", 204);
        happened(ROTATION_FAILED, Blueprint.ROTATION, "rotation_step_failed");
        happened(LEDGER_TASK_FAILED, Blueprint.LEDGER_TASK, "ledger_task_failed");
        count(
                LEDGER_NOT_IN_ORDER,
                Blueprint.LEDGER_TASK,
                FilterPattern.all(
                        FilterPattern.stringValue("$.event", "=", "ledger_task_done"),
                        FilterPattern.booleanValue("$.result.ok", false)));
        // Lambda's own line of an invocation that a snapshot was restored for.
        for (String function : List.of("authorizer", "issue", "refresh", "revoke", "manage", "reports")) {
            count(COLD_STARTS, function, FilterPattern.allTerms("REPORT RequestId", "Restore Duration"));
        }
    }

    /** How often it happened. */
    Metric get(String name, Duration period) {
        if (!filters.containsKey(name)) {
            throw new IllegalArgumentException("no filter counts " + name);
        }
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic("Sum")
                .period(period)
                .label(name)
                .build();
    }

    private void answered(String metric, String function, String method, String resource, int status) {
        count(
                metric,
                function,
                FilterPattern.all(
                        FilterPattern.stringValue("$.message", "=", "request"),
                        FilterPattern.stringValue("$.method", "=", method),
                        FilterPattern.stringValue("$.resource", "=", resource),
                        FilterPattern.numberValue("$.status", "=", status)));
    }

    private void happened(String metric, String function, String event) {
        count(metric, function, FilterPattern.stringValue("$.event", "=", event));
    }

    private void count(String metric, String function, IFilterPattern pattern) {
        int number = Optional.ofNullable(filters.get(metric)).orElse(0);
        filters.put(metric, number + 1);
        MetricFilter.Builder.create(this, metric + "-" + number)
                .logGroup(monitored.function(function).getLogGroup())
                .filterPattern(pattern)
                .metricNamespace(namespace)
                .metricName(metric)
                .metricValue("1")
                .build();
    }
}
