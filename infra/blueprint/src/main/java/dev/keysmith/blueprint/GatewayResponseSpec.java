package dev.keysmith.blueprint;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What API Gateway itself answers for one of its response types.
 *
 * @param type API Gateway's name of the type, e.g. {@code UNAUTHORIZED}
 * @param status the status, or empty to keep the type's own
 * @param headers header name to value; static
 * @param contextHeaders header name to the {@code context} variable that is its value, e.g. {@code authorizer.retry_after}; API
 *     Gateway's parameter mapping {@code gatewayresponse.header.<name>: context.<variable>}
 * @param body the body template; {@code $context} variables are substituted as plain text
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">types</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html">mappings</a>
 */
public record GatewayResponseSpec(
        String type, OptionalInt status, Map<String, String> headers, Map<String, String> contextHeaders, String body) {

    public GatewayResponseSpec {
        headers = Map.copyOf(headers);
        contextHeaders = Map.copyOf(contextHeaders);
    }
}
