package dev.keysmith.blueprint;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the gateway answers by itself, shaped as our functions' problems (RFC 9457) as far as API Gateway can fill it. Into a
 * body go only codes and numbers: API Gateway substitutes as plain text, and a quote would break the JSON.
 */
final class GatewayResponses {

    private static final String CHALLENGE = "Bearer realm=\"keysmith\"";

    private GatewayResponses() {}

    static List<GatewayResponseSpec> all() {
        return List.of(
                // No identity sources are named, so the authorizer alone decides what is a missing credential.
                problem("UNAUTHORIZED", 401, "credential_rejected", Map.of("WWW-Authenticate", CHALLENGE)),
                problem("ACCESS_DENIED", 403, "$context.authorizer.code", Map.of()),
                problem("AUTHORIZER_FAILURE", 503, "unavailable", Map.of("Retry-After", "1")),
                problem("AUTHORIZER_CONFIGURATION_ERROR", 503, "unavailable", Map.of("Retry-After", "1")),
                // The authorizer names a usage-plan key that does not exist for what is over its limit.
                problem("INVALID_API_KEY", 429, "rate_limited", Map.of("Retry-After", "1")),
                problem("THROTTLED", 429, "rate_limited", Map.of("Retry-After", "1")),
                problem("QUOTA_EXCEEDED", 429, "quota_exceeded", Map.of("Retry-After", "1")),
                // API Gateway's name for: no such resource, or not with this method.
                problem("MISSING_AUTHENTICATION_TOKEN", 404, "not_found", Map.of()),
                problem("RESOURCE_NOT_FOUND", 404, "not_found", Map.of()),
                problem("REQUEST_TOO_LARGE", 413, "too_large", Map.of()),
                problem("UNSUPPORTED_MEDIA_TYPE", 415, "unsupported_media_type", Map.of()),
                problem("BAD_REQUEST_BODY", 400, "request_invalid", Map.of()),
                problem("BAD_REQUEST_PARAMETERS", 400, "request_invalid", Map.of()),
                problem("INTEGRATION_TIMEOUT", 504, "unavailable", Map.of("Retry-After", "1")),
                open("DEFAULT_4XX", "request_invalid", Map.of()),
                open("DEFAULT_5XX", "unavailable", Map.of("Retry-After", "1")));
    }

    private static GatewayResponseSpec problem(String type, int status, String code, Map<String, String> headers) {
        return new GatewayResponseSpec(type, OptionalInt.of(status), problemHeaders(headers), body(code));
    }

    private static GatewayResponseSpec open(String type, String code, Map<String, String> headers) {
        return new GatewayResponseSpec(type, OptionalInt.empty(), problemHeaders(headers), body(code));
    }

    private static Map<String, String> problemHeaders(Map<String, String> headers) {
        var all = new java.util.HashMap<>(headers);
        all.put("Content-Type", "application/problem+json");
        all.put("Cache-Control", "no-store");
        return all;
    }

    private static String body(String code) {
        return "{\"type\":\"urn:keysmith:error:" + code + "\",\"title\":\"$context.error.responseType\",\"code\":\""
                + code + "\",\"request_id\":\"$context.requestId\"}";
    }
}
