package dev.keysmith.authorizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes decisions: an IAM policy for REST APIs, the simple response for HTTP APIs. A policy names the route's own pattern and
 * nothing that a client sent.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html">REST</a>
 */
@Singleton
final class ResponseWriter {

    private static final JsonFactory JSON = new JsonFactory();

    /** Too short to be the value of any key of API Gateway, which has 20 characters or more. */
    private static final String NO_USAGE_KEY = "over-limit";

    private static final Pattern REFUSALS = Pattern.compile("usage-key|deny");

    private final String usageKey;
    private final boolean deniesOverLimit;

    /**
     * With {@code KEYSMITH_USAGE_KEY}: the usage plan's key that stands for a call within its limits; and
     * {@code KEYSMITH_LIMIT_REFUSAL}: how a REST API refuses what is over a limit.
     */
    ResponseWriter(Settings settings) {
        this.usageKey = settings.text("keysmith.usage-key");
        this.deniesOverLimit = settings.text(
                        "keysmith.limit-refusal", "usage-key", REFUSALS, "must be usage-key or deny")
                .equals("deny");
    }

    void allow(AuthorizerEvent event, Decision.Allowed decision, OutputStream output) throws IOException {
        write(event, true, usageKey, decision.context(), decision.principalId(), output);
    }

    /**
     * A REST API has no refusal by an authorizer that is a 429. So it is allowed here, and API Gateway refuses it because of a usage
     * plan's key that does not exist: a check of the key and no throttle, which would be best effort.
     */
    void limit(AuthorizerEvent event, Decision.Limited decision, OutputStream output) throws IOException {
        boolean allowed = event.format() == AuthorizerEvent.Format.REST && !deniesOverLimit;
        long seconds = Math.max(1, LimitContext.wholeSeconds(decision.retryAfter()));
        write(
                event,
                allowed,
                NO_USAGE_KEY,
                Map.of("code", decision.code().wireCode(), "retry_after", Long.toString(seconds)),
                decision.principalId(),
                output);
    }

    void deny(AuthorizerEvent event, Decision.Denied decision, OutputStream output) throws IOException {
        // Only a code: the gateway puts it into a JSON body as plain text.
        write(
                event,
                false,
                usageKey,
                Map.of("code", decision.code().wireCode()),
                decision.principal().keyId().value(),
                output);
    }

    private void write(
            AuthorizerEvent event,
            boolean allowed,
            String usageIdentifierKey,
            Map<String, String> context,
            String principalId,
            OutputStream output)
            throws IOException {
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            switch (event.format()) {
                case REST -> {
                    json.writeStringField("principalId", principalId);
                    writePolicy(json, allowed, event.arnPrefix() + event.route().toArnPath());
                    json.writeStringField("usageIdentifierKey", usageIdentifierKey);
                }
                case HTTP -> json.writeBooleanField("isAuthorized", allowed);
            }
            json.writeObjectFieldStart("context");
            for (Map.Entry<String, String> entry : context.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void writePolicy(JsonGenerator json, boolean allowed, String resource) throws IOException {
        json.writeObjectFieldStart("policyDocument");
        json.writeStringField("Version", "2012-10-17");
        json.writeArrayFieldStart("Statement");
        json.writeStartObject();
        json.writeStringField("Action", "execute-api:Invoke");
        json.writeStringField("Effect", allowed ? "Allow" : "Deny");
        json.writeStringField("Resource", resource);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }
}
