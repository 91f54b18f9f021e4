package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.keysmith.blueprint.GatewayResponseSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answers that the gateway itself gives. A type that is not customised takes the customisation of {@code DEFAULT_4XX} or
 * {@code DEFAULT_5XX}, and without those API Gateway's own message.
 */
final class GatewayResponses {

    private static final Pattern VARIABLE = Pattern.compile("\\$context\\.([A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*)");

    private final Map<String, GatewayResponseSpec> specs;
    private final String stage;

    GatewayResponses(List<GatewayResponseSpec> specs, String stage) {
        this.specs = specs.stream().collect(Collectors.toMap(GatewayResponseSpec::type, Function.identity()));
        this.stage = stage;
    }

    Reply render(Refusal refusal, RequestId requestId) {
        ResponseType type = refusal.type();
        GatewayResponseSpec spec = specFor(type);
        var headers = new ArrayList<Map.Entry<String, String>>();
        headers.add(Map.entry("x-amzn-RequestId", requestId.id()));
        headers.add(Map.entry("x-amz-apigw-id", requestId.extendedId()));
        headers.add(Map.entry("x-amzn-ErrorType", type.errorType()));
        if (spec == null) {
            headers.add(Map.entry("Content-Type", "application/json"));
            return new Reply(type.status(), headers, bytes("{\"message\":" + quoted(refusal.message()) + "}"));
        }
        int status = spec.status().orElse(type.status());
        Map<String, String> variables = variables(refusal, status, requestId);
        spec.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
        spec.contextHeaders().forEach((name, variable) -> {
            String value = variables.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                headers.add(Map.entry(name, value));
            }
        });
        return new Reply(status, headers, bytes(fill(spec.body(), variables)));
    }

    private @Nullable GatewayResponseSpec specFor(ResponseType type) {
        GatewayResponseSpec own = specs.get(type.wireName());
        return own == null ? specs.get(type.fallback()) : own;
    }

    private Map<String, String> variables(Refusal refusal, int status, RequestId requestId) {
        var variables = new HashMap<String, String>();
        refusal.authorizerContext().forEach((name, value) -> variables.put("authorizer." + name, value));
        variables.put("requestId", requestId.id());
        variables.put("extendedRequestId", requestId.extendedId());
        variables.put("accountId", RestApi.ACCOUNT);
        variables.put("apiId", RestApi.API_ID);
        variables.put("stage", stage);
        variables.put("status", Integer.toString(status));
        variables.put("error.message", refusal.message());
        variables.put("error.messageString", quoted(refusal.message()));
        variables.put("error.responseType", refusal.type().wireName());
        return variables;
    }

    /** Plain text in place of each variable, not escaped, and nothing in place of an unknown one: so does API Gateway. */
    private static String fill(String template, Map<String, String> variables) {
        return VARIABLE.matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(variables.getOrDefault(match.group(1), "")));
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
