package dev.keysmith.aws.monitoring;

import dev.keysmith.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** The dashboard of a deployment, by the deployment's name. */
final class KeysmithDashboard extends Construct {

    private static final Duration MINUTE = EmittedMetrics.MINUTE;
    private static final String SUM = "Sum";
    private static final String MAXIMUM = "Maximum";
    private static final List<String> PERCENTILES = List.of("p50", "p99");
    private static final int A_THIRD = 8;
    private static final int HEIGHT = 6;

    private final Monitored monitored;
    private final LoggedMetrics logged;

    KeysmithDashboard(Construct scope, String id, Monitored monitored, LoggedMetrics logged) {
        super(scope, id);
        this.monitored = monitored;
        this.logged = logged;
        Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(monitored.deployment())
                .defaultInterval(Duration.hours(3))
                .widgets(List.of(decisions(), keys(), api(), ledger()))
                .build();
    }

    private List<IWidget> decisions() {
        String authorizer = monitored.function("authorizer").getFunctionName();
        List<IMetric> outcomes = Stream.of(
                        Stream.of(EmittedMetrics.ALLOWED),
                        EmittedMetrics.REJECTED.stream(),
                        EmittedMetrics.DENIED.stream(),
                        Stream.of(EmittedMetrics.FAILURE))
                .flatMap(names -> names)
                .map(name -> (IMetric) EmittedMetrics.of(authorizer, name, SUM, MINUTE))
                .toList();
        List<IMetric> times = percentiles(
                statistic -> EmittedMetrics.of(authorizer, EmittedMetrics.DECISION_TIME, statistic, MINUTE));
        List<IMetric> economy = List.of(
                EmittedMetrics.of(authorizer, EmittedMetrics.RECORD_HIT, SUM, MINUTE),
                EmittedMetrics.of(authorizer, EmittedMetrics.LEASE_SIZE, "SampleCount", MINUTE),
                EmittedMetrics.of(authorizer, EmittedMetrics.WRONG_SECRET, SUM, MINUTE),
                EmittedMetrics.of(authorizer, EmittedMetrics.LOST_LINE, SUM, MINUTE));
        return List.of(
                graph("Decisions by outcome", outcomes, true),
                graph("Decision time, milliseconds", times, false),
                graph("Records from memory, leases, wrong secrets, lost lines", economy, false));
    }

    private List<IWidget> keys() {
        List<IMetric> changes = LoggedMetrics.CHANGES.stream()
                .map(name -> (IMetric) logged.get(name, MINUTE))
                .toList();
        List<IMetric> errors = new ArrayList<>();
        List<IMetric> throttles = new ArrayList<>();
        for (Map.Entry<String, Function> function : new TreeMap<>(monitored.functions()).entrySet()) {
            MetricOptions options = options(SUM, function.getKey());
            // A refused credential is an error of the authorizer to Lambda.
            if (!function.getKey().equals("authorizer")) {
                errors.add(function.getValue().metricErrors(options));
            }
            throttles.add(function.getValue().metricThrottles(options));
        }
        for (ITable table : monitored.tables()) {
            for (String kind : List.of("ReadThrottleEvents", "WriteThrottleEvents")) {
                throttles.add(table.metric(kind, options(SUM, kind)));
            }
        }
        errors.add(logged.get(LoggedMetrics.ROTATION_FAILED, MINUTE));
        errors.add(logged.get(LoggedMetrics.LEDGER_TASK_FAILED, MINUTE));
        return List.of(
                graph("Keys and tokens", changes, false),
                graph("Errors of functions", errors, false),
                graph("Throttles", throttles, false));
    }

    private List<IWidget> api() {
        RestApi api = monitored.api();
        return List.of(
                graph(
                        "Keysmith's own API",
                        List.of(
                                api.metricCount(options(SUM, "requests")),
                                api.metricClientError(options(SUM, "4xx")),
                                api.metricServerError(options(SUM, "5xx"))),
                        false),
                graph(
                        "Latency, milliseconds",
                        percentiles(statistic -> api.metricLatency(options(statistic, statistic))),
                        false),
                graph("Cold starts", List.of(logged.get(LoggedMetrics.COLD_STARTS, MINUTE)), false));
    }

    private List<IWidget> ledger() {
        Function ledger = monitored.function(Blueprint.LEDGER);
        String name = ledger.getFunctionName();
        return List.of(
                graph(
                        "Ledger: lag, milliseconds",
                        List.of(
                                EmittedMetrics.of(name, EmittedMetrics.LEDGER_LAG, MAXIMUM, MINUTE),
                                ledger.metric("IteratorAge", options(MAXIMUM, "oldest record"))),
                        false),
                graph(
                        "Ledger: records",
                        List.of(
                                EmittedMetrics.of(name, EmittedMetrics.LEDGER_RECORDS, SUM, MINUTE),
                                EmittedMetrics.of(name, EmittedMetrics.LEDGER_PUT_ASIDE, SUM, MINUTE)),
                        false));
    }

    private static List<IMetric> percentiles(java.util.function.Function<String, Metric> metric) {
        return PERCENTILES.stream().map(metric).map(IMetric.class::cast).toList();
    }

    private static GraphWidget graph(String title, List<? extends IMetric> metrics, boolean stacked) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics)
                .stacked(stacked)
                .width(A_THIRD)
                .height(HEIGHT)
                .build();
    }

    private static MetricOptions options(String statistic, String label) {
        return MetricOptions.builder()
                .statistic(statistic)
                .period(MINUTE)
                .label(label)
                .build();
    }
}
