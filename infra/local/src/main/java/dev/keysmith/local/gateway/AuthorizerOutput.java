package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an authorizer function returned. */
sealed interface AuthorizerOutput {

    /**
     * A well-formed output.
     *
     * @param principalId who calls
     * @param policy what the caller may do
     * @param context the context; numbers and booleans as text, as functions get them
     * @param usageIdentifierKey the usage-plan key, if the authorizer named one
     */
    record Verdict(String principalId, Policy policy, Map<String, String> context, Optional<String> usageIdentifierKey)
            implements AuthorizerOutput {}

    /** An output that API Gateway takes for this failure. */
    record Unusable(ResponseType type) implements AuthorizerOutput {}

    static AuthorizerOutput parse(byte[] payload) {
        JsonNode output;
        try {
            output = StrictJson.MAPPER.readTree(payload);
        } catch (IOException e) {
            return new Unusable(ResponseType.AUTHORIZER_FAILURE);
        }
        JsonNode principalId = output.path("principalId");
        JsonNode usageKey = output.path("usageIdentifierKey");
        Optional<Policy> policy = Policy.parse(output.path("policyDocument"));
        boolean usageKeyIsAbsent = usageKey.isMissingNode() || usageKey.isNull();
        if (!principalId.isTextual() || policy.isEmpty() || !(usageKeyIsAbsent || usageKey.isTextual())) {
            return new Unusable(ResponseType.AUTHORIZER_FAILURE);
        }
        return context(output.path("context"))
                .<AuthorizerOutput>map(context -> new Verdict(
                        principalId.asText(),
                        policy.get(),
                        context,
                        usageKeyIsAbsent ? Optional.empty() : Optional.of(usageKey.asText())))
                .orElse(new Unusable(ResponseType.AUTHORIZER_CONFIGURATION_ERROR));
    }

    private static Optional<Map<String, String>> context(JsonNode context) {
        var values = new TreeMap<String, String>();
        if (context.isMissingNode() || context.isNull()) {
            return Optional.of(values);
        }
        if (!context.isObject()) {
            return Optional.empty();
        }
        for (Map.Entry<String, JsonNode> entry : context.properties()) {
            JsonNode value = entry.getValue();
            if (!(value.isTextual() || value.isNumber() || value.isBoolean())) {
                return Optional.empty();
            }
            values.put(entry.getKey(), value.asText());
        }
        return Optional.of(values);
    }
}
