package dev.keysmith.aws.monitoring;

import dev.keysmith.blueprint.Blueprint;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** The alarms of a deployment: those of its authorizer, its API, its rotations and its ledger. */
final class KeysmithAlarms extends Construct {

    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    /** A batch that takes longer came late, or the database was away. */
    private static final Duration LONGEST_LAG = Duration.minutes(15);

    /** A stream keeps its records for 24 hours. */
    private static final Duration OLDEST_RECORD = Duration.hours(1);

    private static final int MOST_SERVER_ERRORS = 5;

    KeysmithAlarms(Construct scope, String id, Monitored monitored, LoggedMetrics logged, Optional<ITopic> topic) {
        super(scope, id);
        new AuthorizerAlarms(this, "Authorizer", monitored.deployment(), monitored.function("authorizer"), topic);
        Alarms alarms = new Alarms(this, monitored.deployment(), topic);
        alarms.add(
                "server-errors",
                "Keysmith's API answered 5xx",
                monitored.api().metricServerError(options("Sum")),
                MOST_SERVER_ERRORS,
                1,
                1);
        alarms.add(
                "rotation-failed",
                "A step of a secret's rotation failed",
                logged.get(LoggedMetrics.ROTATION_FAILED, FIVE_MINUTES),
                0,
                1,
                1);
        addForLedger(alarms, monitored, logged);
    }

    private static void addForLedger(Alarms alarms, Monitored monitored, LoggedMetrics logged) {
        Function ledger = monitored.function(Blueprint.LEDGER);
        alarms.add(
                "ledger-lag",
                "The ledger stores changes more than 15 minutes after they were made",
                EmittedMetrics.of(ledger.getFunctionName(), EmittedMetrics.LEDGER_LAG, "Maximum", FIVE_MINUTES),
                LONGEST_LAG.toMilliseconds().doubleValue(),
                3,
                3);
        alarms.add(
                "ledger-stands",
                "The oldest change that the ledger has not stored is more than an hour old: after 24 hours changes are lost",
                ledger.metric("IteratorAge", options("Maximum")),
                OLDEST_RECORD.toMilliseconds().doubleValue(),
                2,
                2);
        alarms.add(
                "ledger-put-aside",
                "Changes could not be stored for their own fault, and were put aside",
                EmittedMetrics.of(ledger.getFunctionName(), EmittedMetrics.LEDGER_PUT_ASIDE, "Sum", FIVE_MINUTES),
                0,
                1,
                1);
        alarms.add(
                "ledger-task-failed",
                "A task of the ledger failed: expire, checkpoint, verify or one of yours",
                logged.get(LoggedMetrics.LEDGER_TASK_FAILED, FIVE_MINUTES),
                0,
                1,
                1);
        alarms.add(
                "ledger-not-in-order",
                "The ledger was verified, and is not as it was written",
                logged.get(LoggedMetrics.LEDGER_NOT_IN_ORDER, FIVE_MINUTES),
                0,
                1,
                1);
    }

    private static MetricOptions options(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(FIVE_MINUTES).build();
    }
}
