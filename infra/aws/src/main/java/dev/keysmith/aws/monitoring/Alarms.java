package dev.keysmith.aws.monitoring;

import java.util.Optional;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** Makes alarms: each is raised above its threshold, and what did not happen has no data and is good. */
final class Alarms {

    private static final String PAGE = "docs/operations.md#alarms";

    private final Construct scope;
    private final String prefix;
    private final Optional<ITopic> topic;

    /**
     * @param prefix what their names begin with
     * @param topic who is told when one is raised, and when it is over
     */
    Alarms(Construct scope, String prefix, Optional<ITopic> topic) {
        this.scope = scope;
        this.prefix = prefix;
        this.topic = topic;
    }

    /**
     * Makes one.
     *
     * @param above the number that is still good
     * @param periods of how many periods {@code breaches} are above it
     */
    void add(String name, String description, IMetric metric, double above, int breaches, int periods) {
        Alarm alarm = Alarm.Builder.create(scope, name)
                .alarmName(prefix + "-" + name)
                .alarmDescription(description + ". What to do: " + PAGE)
                .metric(metric)
                .threshold(above)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(periods)
                .datapointsToAlarm(breaches)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        topic.map(SnsAction::new).ifPresent(action -> {
            alarm.addAlarmAction(action);
            alarm.addOkAction(action);
        });
    }
}
