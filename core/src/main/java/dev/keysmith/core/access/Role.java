package dev.keysmith.core.access;

import java.time.Duration;

/**
 * A role: what a key gets that asks for nothing else, and how long it may live at most. Throws
 * {@link IllegalArgumentException}, whose message says which, for durations that contradict one another.
 *
 * @param name its normalised name
 * @param scopes the scopes of a key that names none
 * @param lifetime the lifetime of a key that names none
 * @param maxLifetime the longest lifetime that may be asked for; no shorter than the lifetime
 * @param maxAge the longest total age to which refreshing may bring a key; no shorter than the longest lifetime
 * @param limits the rate of a key that names none, and its quota
 */
public record Role(
        RoleName name, ScopeSet scopes, Duration lifetime, Duration maxLifetime, Duration maxAge, Limits limits) {

    public Role {
        if (lifetime.compareTo(maxLifetime) > 0) {
            throw new IllegalArgumentException("lifetime must not exceed max_lifetime");
        }
        if (maxLifetime.compareTo(maxAge) > 0) {
            throw new IllegalArgumentException("max_lifetime must not exceed max_age");
        }
    }
}
