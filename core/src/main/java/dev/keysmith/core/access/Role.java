package dev.keysmith.core.access;

import java.time.Duration;
import java.util.Optional;

/**
 * A role: what a key gets that asks for nothing else, and how long it may live at most.
 *
 * @param name its normalised name
 * @param scopes the scopes of a key that names none
 * @param lifetime the lifetime of a key that names none
 * @param maxLifetime the longest lifetime that may be asked for
 * @param rateLimit the rate of a key that names none; empty means no limit
 */
public record Role(
        RoleName name, ScopeSet scopes, Duration lifetime, Duration maxLifetime, Optional<RateLimit> rateLimit) {}
