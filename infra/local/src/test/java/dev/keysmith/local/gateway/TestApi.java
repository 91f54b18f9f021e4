package dev.keysmith.local.gateway;

import dev.keysmith.blueprint.Access;
import dev.keysmith.blueprint.ApiSpec;
import dev.keysmith.blueprint.GatewayResponseSpec;
import dev.keysmith.blueprint.RouteSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** A small API of guarded and unguarded routes. */
final class TestApi {

    static final String USAGE_KEY = "within-limits";

    private static final Access GUARDED = new Access.Guarded(Set.of("keys:read"));
    private static final Access OPEN = new Access.Unguarded(10_000, 10_000);

    private TestApi() {}

    static List<RouteSpec> routes() {
        return List.of(
                new RouteSpec("POST", "/v1/keys", "backend", GUARDED),
                new RouteSpec("GET", "/v1/keys/{key_id}", "backend", GUARDED),
                new RouteSpec("GET", "/v1/keys/summary", "backend", GUARDED),
                new RouteSpec("POST", "/v1/keys/{key_id}/revoke", "backend", GUARDED),
                new RouteSpec("GET", "/v1/open", "backend", OPEN),
                new RouteSpec("POST", "/v1/open", "backend", OPEN),
                new RouteSpec("GET", "/v1/open/{name}", "backend", OPEN),
                new RouteSpec("GET", "/v1/narrow", "backend", new Access.Unguarded(1, 2)));
    }

    static ApiSpec plain() {
        return new ApiSpec("v1", "authorizer", routes(), Set.of(USAGE_KEY), List.of());
    }

    static ApiSpec customised() {
        return new ApiSpec(
                "v1",
                "authorizer",
                routes(),
                Set.of(USAGE_KEY),
                List.of(
                        response("UNAUTHORIZED", OptionalInt.empty(), Map.of("WWW-Authenticate", "Bearer")),
                        response("ACCESS_DENIED", OptionalInt.empty(), Map.of()),
                        response(
                                "INVALID_API_KEY",
                                OptionalInt.of(429),
                                Map.of("X-Static", "context.authorizer.code"),
                                Map.of("Retry-After", "authorizer.retry_after")),
                        response("MISSING_AUTHENTICATION_TOKEN", OptionalInt.of(404), Map.of()),
                        response("AUTHORIZER_FAILURE", OptionalInt.of(503), Map.of()),
                        response("DEFAULT_4XX", OptionalInt.empty(), Map.of()),
                        response("DEFAULT_5XX", OptionalInt.empty(), Map.of())));
    }

    private static GatewayResponseSpec response(String type, OptionalInt status, Map<String, String> headers) {
        return response(type, status, headers, Map.of());
    }

    private static GatewayResponseSpec response(
            String type, OptionalInt status, Map<String, String> headers, Map<String, String> contextHeaders) {
        return new GatewayResponseSpec(
                type,
                status,
                headers,
                contextHeaders,
                "{\"from\":\"" + type + "\",\"type\":\"$context.error.responseType\",\"status\":\"$context.status\","
                        + "\"message\":$context.error.messageString,\"code\":\"$context.authorizer.code\","
                        + "\"nothing\":\"$context.no.such\",\"id\":\"$context.requestId\"}");
    }
}
