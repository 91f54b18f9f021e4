package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what a function of a Lambda proxy integration returns.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">proxy
 *     integration, output format</a>
 */
final class ProxyResponse {

    private static final Set<String> FIELDS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    private ProxyResponse() {}

    /** A function's answer, or what the gateway says instead of it. */
    sealed interface Parsed {

        /** A well-formed answer. */
        record Answer(Reply reply) implements Parsed {}

        /** An answer that is none. */
        record Malformed(ResponseType type) implements Parsed {}
    }

    static Parsed parse(byte[] payload, RequestId requestId) {
        JsonNode output;
        try {
            output = StrictJson.MAPPER.readTree(payload);
        } catch (IOException e) {
            return new Parsed.Malformed(ResponseType.BAD_GATEWAY);
        }
        var headers = new ArrayList<Map.Entry<String, String>>();
        JsonNode status = output.path("statusCode");
        JsonNode body = output.path("body");
        if (!output.isObject()
                || !output.propertyStream().allMatch(property -> FIELDS.contains(property.getKey()))
                || !isStatus(status)
                || !(isAbsent(body) || body.isTextual())
                || !collect(output.path("multiValueHeaders"), headers)
                || !collect(output.path("headers"), headers)) {
            return new Parsed.Malformed(ResponseType.BAD_GATEWAY);
        }
        byte[] bytes = body.asText("").getBytes(StandardCharsets.UTF_8);
        if (output.path("isBase64Encoded").asBoolean()) {
            try {
                bytes = Base64.getDecoder().decode(bytes);
            } catch (IllegalArgumentException e) {
                return new Parsed.Malformed(ResponseType.API_CONFIGURATION_ERROR);
            }
        }
        return new Parsed.Answer(new Reply(
                status.isMissingNode() ? 200 : status.asInt(), ResponseHeaders.of(headers, requestId), bytes));
    }

    private static boolean isStatus(JsonNode status) {
        return status.isMissingNode() || (status.isInt() && status.asInt() >= 200 && status.asInt() <= 599);
    }

    /** Adds headers; a pair that is in both of the function's lists counts once. */
    private static boolean collect(JsonNode node, List<Map.Entry<String, String>> headers) {
        if (isAbsent(node)) {
            return true;
        }
        if (!node.isObject()) {
            return false;
        }
        var known = List.copyOf(headers);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            for (JsonNode value : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                String text = value.asText();
                if (!value.isValueNode()
                        || value.isNull()
                        || !HEADER_NAME.matcher(field.getKey()).matches()
                        || !HEADER_VALUE.matcher(text).matches()) {
                    return false;
                }
                if (known.stream()
                        .noneMatch(header -> header.getKey().equalsIgnoreCase(field.getKey())
                                && header.getValue().equals(text))) {
                    headers.add(Map.entry(field.getKey(), text));
                }
            }
        }
        return true;
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
