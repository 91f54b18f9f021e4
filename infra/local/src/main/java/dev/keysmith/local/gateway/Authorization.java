package dev.keysmith.local.gateway;

import java.util.Map;

/** What became of asking the authorizer. */
sealed interface Authorization {

    /**
     * The caller may.
     *
     * @param principalId who calls
     * @param context the authorizer's context
     * @param usageIdentifierKey the usage-plan key that the authorizer named
     * @param latencyMillis how long the authorizer took
     */
    record Allowed(String principalId, Map<String, String> context, String usageIdentifierKey, long latencyMillis)
            implements Authorization {}

    /** The caller may not, or nobody knows. */
    record Refused(Refusal refusal) implements Authorization {}
}
