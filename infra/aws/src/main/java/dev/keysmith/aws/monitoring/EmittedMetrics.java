package dev.keysmith.aws.monitoring;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;

/**
 * The metrics that authorizer and ledger write into their logs. Their names are those of the code; {@code docs/operations.md} says what
 * each counts.
 */
final class EmittedMetrics {

    /** {@code KEYSMITH_METRICS_NAMESPACE}'s default. */
    static final String NAMESPACE = "Keysmith";

    static final String ALLOWED = "allowed";
    static final String FAILURE = "failure";
    static final String WRONG_SECRET = "wrong_secret";
    static final String DECISION_TIME = "decision_time";
    static final String RECORD_HIT = "record_hit";
    static final String LEASE_SIZE = "lease_size";
    static final String LOST_LINE = "lost_line";
    static final String LEDGER_LAG = "ledger_lag";
    static final String LEDGER_RECORDS = "ledger_records";
    static final String LEDGER_PUT_ASIDE = "ledger_put_aside";

    /** Refusals of a credential, by the codes of their reasons. */
    static final List<String> REJECTED = List.of(
            "credential_missing",
            "credential_malformed",
            "key_unknown",
            "key_expired",
            "key_revoked",
            "token_invalid",
            "token_expired",
            "token_revoked");

    /** Refusals of a good credential. */
    static final List<String> DENIED =
            List.of("scope_insufficient", "network_not_allowed", "rate_limited", "quota_exceeded");

    static final Duration MINUTE = Duration.minutes(1);

    private EmittedMetrics() {}

    /** A metric of a function, by its name on AWS. */
    static Metric of(String function, String name, String statistic, Duration period) {
        return Metric.Builder.create()
                .namespace(NAMESPACE)
                .metricName(name)
                .dimensionsMap(Map.of("FunctionName", function))
                .statistic(statistic)
                .period(period)
                .label(statistic.startsWith("p") ? name + " " + statistic : name)
                .build();
    }
}
