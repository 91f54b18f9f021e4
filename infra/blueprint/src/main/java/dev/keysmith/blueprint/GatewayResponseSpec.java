package dev.keysmith.blueprint;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What API Gateway itself answers for one of its response types.
 *
 * @param type API Gateway's name of the type, e.g. {@code UNAUTHORIZED}
 * @param status the status, or empty to keep the type's own
 * @param headers header name to value; static
 * @param body the body template; {@code $context} variables are substituted as plain text
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">types</a>
 */
public record GatewayResponseSpec(String type, OptionalInt status, Map<String, String> headers, String body) {

    public GatewayResponseSpec {
        headers = Map.copyOf(headers);
    }
}
