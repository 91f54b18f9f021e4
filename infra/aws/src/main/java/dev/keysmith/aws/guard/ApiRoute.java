package dev.keysmith.aws.guard;

/**
 * A route as an API has it.
 *
 * @param method the HTTP method, or {@code ANY}
 * @param resource the route's own pattern, e.g. {@code /orders/{order_id}} or {@code $default}
 * @param guarded whether Keysmith's authorizer stands before it
 * @param keyRequired whether it requires a usage plan's key
 */
record ApiRoute(String method, String resource, boolean guarded, boolean keyRequired) {

    static final String ANY = "ANY";

    @Override
    public String toString() {
        return method + " " + resource;
    }
}
