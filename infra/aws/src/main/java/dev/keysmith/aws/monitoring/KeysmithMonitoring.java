package dev.keysmith.aws.monitoring;

import java.util.Optional;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** The dashboard and the alarms of a deployment, and the metrics that are counted from its logs for them. */
public final class KeysmithMonitoring extends Construct {

    /**
     * Makes them.
     *
     * @param topic who is told of alarms; nobody where it is empty
     */
    public KeysmithMonitoring(Construct scope, String id, Monitored monitored, Optional<ITopic> topic) {
        super(scope, id);
        LoggedMetrics logged = new LoggedMetrics(this, "LoggedMetrics", monitored);
        new KeysmithAlarms(this, "Alarms", monitored, logged, topic);
        new KeysmithDashboard(this, "Dashboard", monitored, logged);
    }
}
