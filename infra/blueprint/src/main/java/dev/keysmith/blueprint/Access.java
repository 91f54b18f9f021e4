package dev.keysmith.blueprint;

import java.util.Set;

/** Who may call a route. */
public sealed interface Access {

    /** No authorizer in front; the gateway throttles it. Rates are requests per second. */
    record Unguarded(int ratePerSecond, int burst) implements Access {}

    /** The authorizer demands a good credential that holds all of the scopes; an empty set means any good credential. */
    record Guarded(Set<String> scopes) implements Access {
        public Guarded {
            scopes = Set.copyOf(scopes);
        }
    }
}
