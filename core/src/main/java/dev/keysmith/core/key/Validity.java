package dev.keysmith.core.key;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a key is good, and how far refreshing may take it.
 *
 * @param createdAt when it was issued
 * @param expiresAt from when on it is no longer accepted
 * @param lifetime what was granted for it when its expiry was last set by an issuer or updater
 * @param refreshLifetime how far from now a refresh puts its expiry
 * @param maxExpiresAt no refresh puts its expiry beyond this
 */
public record Validity(
        Instant createdAt, Instant expiresAt, Duration lifetime, Duration refreshLifetime, Instant maxExpiresAt) {

    public Validity {
        if (expiresAt.isAfter(maxExpiresAt)) {
            throw new IllegalArgumentException("expires after its maximum age");
        }
    }

    /** The longest that the key may live from its issue on, all refreshes included. */
    public Duration maxAge() {
        return Duration.between(createdAt, maxExpiresAt);
    }

    /** Whether a refresh can still bring anything. */
    public boolean isRefreshable() {
        return expiresAt.isBefore(maxExpiresAt);
    }

    /** The expiry that a refresh at this time gives; never earlier than the present one. */
    public Instant expiryAfterRefresh(Instant now) {
        Instant extended = now.plus(refreshLifetime);
        Instant capped = extended.isBefore(maxExpiresAt) ? extended : maxExpiresAt;
        return capped.isAfter(expiresAt) ? capped : expiresAt;
    }

    /** The same with another expiry. */
    public Validity withExpiresAt(Instant newExpiresAt) {
        return new Validity(createdAt, newExpiresAt, lifetime, refreshLifetime, maxExpiresAt);
    }
}
