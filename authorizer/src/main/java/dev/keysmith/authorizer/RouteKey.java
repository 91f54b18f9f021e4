package dev.keysmith.authorizer;

/**
 * A route as the gateway matched it.
 *
 * @param method the HTTP method
 * @param resource the route's own pattern, e.g. {@code /v1/keys/{key_id}}; never the path that the client sent
 */
record RouteKey(String method, String resource) {

    /** The route in an execute-api ARN: each path parameter becomes {@code *}. */
    String toArnPath() {
        return method + resource.replaceAll("\\{[^}]*}", "*");
    }
}
