package dev.keysmith.authorizer;

import java.util.Set;

/**
 * A route as the gateway matched it. It holds no text of the request: a method that is none of HTTP's common ones, which only a
 * catch-all route takes, is {@code ANY}.
 *
 * @param method the HTTP method, or {@code ANY}
 * @param resource the route's own pattern, e.g. {@code /v1/keys/{key_id}} or {@code $default}; never the path that the client sent
 */
record RouteKey(String method, String resource) {

    /** Stands for every method. */
    static final String ANY = "ANY";

    /** The resource of an HTTP API's route for what no other route takes. */
    static final String DEFAULT = "$default";

    private static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    RouteKey {
        if (!METHODS.contains(method)) {
            method = ANY;
        }
    }

    /** Whether a rule may name this method. */
    static boolean isMethod(String text) {
        return text.equals(ANY) || METHODS.contains(text);
    }

    /** The route in an execute-api ARN: each path parameter, greedy or not, becomes {@code *}. */
    String toArnPath() {
        return method + resource.replaceAll("\\{[^}]*}", "*");
    }
}
