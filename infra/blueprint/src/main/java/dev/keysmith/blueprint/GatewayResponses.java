package dev.keysmith.blueprint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the gateway answers by itself, shaped as our functions' problems (RFC 9457) as far as API Gateway can fill it. Into a
 * body go only codes and numbers: API Gateway substitutes as plain text, and a quote would break the JSON.
 */
final class GatewayResponses {

    private static final String CHALLENGE = "Bearer realm=\"keysmith\"";

    private static final Map<String, String> RETRY = Map.of("Retry-After", "1");
    private static final String INVALID = "The request is invalid";
    private static final String TOO_MANY = "Too many requests";
    private static final String UNAVAILABLE = "Temporarily unavailable";

    private GatewayResponses() {}

    static List<GatewayResponseSpec> all() {
        return List.of(
                // No identity sources are named, so the authorizer alone decides what is a missing credential.
                problem(
                        "UNAUTHORIZED",
                        401,
                        "credential_rejected",
                        "The credential was rejected",
                        Map.of("WWW-Authenticate", CHALLENGE)),
                problem(
                        "ACCESS_DENIED",
                        403,
                        "$context.authorizer.code",
                        "The credential does not allow this",
                        Map.of()),
                unavailable("AUTHORIZER_FAILURE", 503),
                unavailable("AUTHORIZER_CONFIGURATION_ERROR", 503),
                overLimit(),
                problem("THROTTLED", 429, "rate_limited", TOO_MANY, RETRY),
                problem("QUOTA_EXCEEDED", 429, "quota_exceeded", "The quota is used up", RETRY),
                // API Gateway's name for: no such resource, or not with this method.
                problem("MISSING_AUTHENTICATION_TOKEN", 404, "not_found", "There is no such resource", Map.of()),
                problem("RESOURCE_NOT_FOUND", 404, "not_found", "There is no such resource", Map.of()),
                problem("REQUEST_TOO_LARGE", 413, "too_large", "The request is too large", Map.of()),
                problem(
                        "UNSUPPORTED_MEDIA_TYPE",
                        415,
                        "unsupported_media_type",
                        "The media type is not supported",
                        Map.of()),
                problem("BAD_REQUEST_BODY", 400, "request_invalid", INVALID, Map.of()),
                problem("BAD_REQUEST_PARAMETERS", 400, "request_invalid", INVALID, Map.of()),
                unavailable("INTEGRATION_TIMEOUT", 504),
                // These stand for many types, and each keeps its own status.
                response("DEFAULT_4XX", OptionalInt.empty(), body("request_invalid", INVALID, ""), Map.of(), Map.of()),
                response("DEFAULT_5XX", OptionalInt.empty(), body("unavailable", UNAVAILABLE, ""), RETRY, Map.of()));
    }

    /**
     * For who is over its limit the authorizer allows and names a usage-plan key that does not exist: so the answer is this one, and its
     * context is at hand. AWS documents {@code $context} for bodies. For headers it documents mappings, of which {@code context} is one
     * kind, without an example. A deployment that finds the header empty makes it static: {@code Retry-After: 1}.
     */
    private static GatewayResponseSpec overLimit() {
        return response(
                "INVALID_API_KEY",
                OptionalInt.of(429),
                body("$context.authorizer.code", TOO_MANY, "\"status\":429,"),
                Map.of(),
                Map.of("Retry-After", "authorizer.retry_after"));
    }

    private static GatewayResponseSpec unavailable(String type, int status) {
        return problem(type, status, "unavailable", UNAVAILABLE, RETRY);
    }

    private static GatewayResponseSpec problem(
            String type, int status, String code, String title, Map<String, String> headers) {
        return response(
                type, OptionalInt.of(status), body(code, title, "\"status\":" + status + ","), headers, Map.of());
    }

    private static GatewayResponseSpec response(
            String type,
            OptionalInt status,
            String body,
            Map<String, String> headers,
            Map<String, String> contextHeaders) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/problem+json");
        all.put("Cache-Control", "no-store");
        return new GatewayResponseSpec(type, status, all, contextHeaders, body);
    }

    private static String body(String code, String title, String statusMember) {
        return "{\"type\":\"urn:keysmith:error:" + code + "\",\"title\":\"" + title + "\"," + statusMember
                + "\"code\":\"" + code + "\",\"request_id\":\"$context.requestId\"}";
    }
}
