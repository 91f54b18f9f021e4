package dev.keysmith.aws.monitoring;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** The alarms of one authorizer: Keysmith's own, or that in front of an API of yours. */
public final class AuthorizerAlarms extends Construct {

    private static final Duration MINUTE = EmittedMetrics.MINUTE;
    private static final Duration FIVE_MINUTES = Duration.minutes(5);
    private static final int MOST_WRONG_SECRETS = 100;
    private static final int FEWEST_REFUSALS = 100;
    private static final int MOST_REFUSED_PERCENT = 50;
    private static final int SLOWEST_MILLIS = 500;

    private final Function authorizer;

    /**
     * Makes them.
     *
     * @param prefix what their names begin with
     * @param topic who is told
     */
    public AuthorizerAlarms(Construct scope, String id, String prefix, Function authorizer, Optional<ITopic> topic) {
        super(scope, id);
        this.authorizer = authorizer;
        Alarms alarms = new Alarms(this, prefix, topic);
        alarms.add(
                "authorizer-failures",
                "Decisions could not be made: the API answered 503",
                sum(EmittedMetrics.FAILURE, MINUTE),
                0,
                2,
                3);
        alarms.add(
                "authorizer-throttled",
                "Lambda ran no further instance of the authorizer: the API answered 5xx",
                authorizer.metricThrottles(statistics("Sum", MINUTE)),
                0,
                2,
                3);
        alarms.add(
                "authorizer-slow",
                "p99 of the time of a decision is above half a second",
                EmittedMetrics.of(authorizer.getFunctionName(), EmittedMetrics.DECISION_TIME, "p99", FIVE_MINUTES),
                SLOWEST_MILLIS,
                3,
                3);
        alarms.add(
                "wrong-secrets",
                "Wrong secrets for keys that exist: somebody guesses, or a client uses a secret that was rotated away",
                sum(EmittedMetrics.WRONG_SECRET, FIVE_MINUTES),
                MOST_WRONG_SECRETS,
                1,
                1);
        alarms.add(
                "refusals",
                "More than half of the requests were refused, and more than a hundred in five minutes",
                refusedPercent(),
                MOST_REFUSED_PERCENT,
                2,
                3);
        alarms.add(
                "metrics-lost",
                "CloudWatch could not read metrics in the authorizer's log: the other alarms say too little",
                Metric.Builder.create()
                        .namespace("AWS/Logs")
                        .metricName("EMFParsingErrors")
                        .dimensionsMap(
                                Map.of("LogGroupName", authorizer.getLogGroup().getLogGroupName()))
                        .statistic("Sum")
                        .period(FIVE_MINUTES)
                        .build(),
                0,
                1,
                1);
    }

    private Metric sum(String name, Duration period) {
        return EmittedMetrics.of(authorizer.getFunctionName(), name, "Sum", period);
    }

    /** Of a hundred decisions, how many were refusals; zero where there were few of them. Each decision has its time. */
    private IMetric refusedPercent() {
        return MathExpression.Builder.create()
                .expression("IF(decisions - FILL(allowed, 0) - FILL(failure, 0) > " + FEWEST_REFUSALS
                        + ", 100 * (decisions - FILL(allowed, 0) - FILL(failure, 0)) / decisions, 0)")
                // In an order of its own, so that a template does not change by itself.
                .usingMetrics(new TreeMap<>(Map.of(
                        "decisions",
                        EmittedMetrics.of(
                                authorizer.getFunctionName(),
                                EmittedMetrics.DECISION_TIME,
                                "SampleCount",
                                FIVE_MINUTES),
                        "allowed",
                        sum(EmittedMetrics.ALLOWED, FIVE_MINUTES),
                        "failure",
                        sum(EmittedMetrics.FAILURE, FIVE_MINUTES))))
                .period(FIVE_MINUTES)
                .label("refused, percent")
                .build();
    }

    private static MetricOptions statistics(String statistic, Duration period) {
        return MetricOptions.builder().statistic(statistic).period(period).build();
    }
}
