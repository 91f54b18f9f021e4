package dev.keysmith.authorizer;

import dev.keysmith.core.access.ScopeSet;

/**
 * What a route needs.
 *
 * @param any whether one of the scopes is enough; otherwise all of them are needed
 * @param scopes the scopes; none means that any good credential will do
 */
record RouteRule(boolean any, ScopeSet scopes) {

    /** Whether a holder of these scopes may call the route. */
    boolean isMetBy(ScopeSet own) {
        return any ? scopes.scopes().stream().anyMatch(own::covers) : own.coversAll(scopes);
    }
}
