package dev.keysmith.aws.guard;

/** How a REST API refuses what is over a limit: {@code KEYSMITH_LIMIT_REFUSAL}. An HTTP API always answers 403. */
public enum LimitRefusal {
    /** By a usage-plan key that does not exist, so that the gateway answers 429. Each guarded method requires the key. */
    USAGE_KEY("usage-key"),
    /** By a denial, so that it answers 403. */
    DENY("deny");

    private final String value;

    LimitRefusal(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }
}
