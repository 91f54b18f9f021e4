package dev.keysmith.core.testing.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who asks: a key by one of its secrets, or by a token, which narrows what it may and how long what it gives may live.
 *
 * @param id the key
 * @param generation which of its secrets was presented, or the token was minted from
 * @param endsAt from when on it can ask for nothing more
 */
record Caller(
        String id,
        String owner,
        String environment,
        Set<String> scopes,
        Optional<Rate> rate,
        Optional<Long> quota,
        List<String> networks,
        int generation,
        boolean isToken,
        Duration lifetime,
        Duration refreshLifetime,
        Duration maxAge,
        Instant endsAt) {

    static Caller by(ModelKey key, int generation) {
        return new Caller(
                key.id(),
                key.origin().owner(),
                key.origin().environment(),
                key.content().scopes(),
                key.content().rate(),
                key.content().quota(),
                key.content().networks(),
                generation,
                false,
                key.term().lifetime(),
                key.origin().refreshLifetime(),
                key.maxAge(),
                key.term().expiresAt());
    }

    static Caller by(ModelKey key, int generation, Jwt token) {
        Duration lifetime = Duration.between(token.issuedAt(), token.expiresAt());
        Instant keyEnd = key.term().expiresAt();
        Instant end = token.expiresAt().isBefore(keyEnd) ? token.expiresAt() : keyEnd;
        return new Caller(
                key.id(),
                key.origin().owner(),
                key.origin().environment(),
                heldByBoth(key.content().scopes(), token.scopes().orElseThrow()),
                key.content().rate(),
                key.content().quota(),
                key.content().networks(),
                generation,
                true,
                lifetime,
                lifetime,
                Duration.between(token.issuedAt(), end),
                end);
    }

    boolean holds(String scope) {
        return Scopes.holds(scopes, scope);
    }

    boolean mayActFor(String other) {
        return owner.equals(other) || holds(Scopes.CROSSES_OWNERS);
    }

    /** Whether it may give more than it has itself of time, rate and quota. */
    boolean isExempt() {
        return !isToken && holds(Scopes.ALL);
    }

    private static Set<String> heldByBoth(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream())
                .filter(scope -> Scopes.holds(one, scope) && Scopes.holds(other, scope))
                .collect(Collectors.toSet());
    }
}
