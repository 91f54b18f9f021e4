package dev.keysmith.core.key;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The access tokens of a key that were revoked one by one. There is room for {@value #MAX_SIZE}; one more, and all tokens that were
 * minted until then are denied in their place, so that a key's item stays small and a denial is never forgotten.
 *
 * @param until the denied tokens' {@code jti}, and from when on nobody accepts them any more by themselves
 * @param notBefore tokens that were minted at this time or before are denied; empty for none
 */
public record TokenDenials(Map<String, Instant> until, Optional<Instant> notBefore) {

    /** The most tokens that are named one by one. */
    public static final int MAX_SIZE = 50;

    public static final TokenDenials NONE = new TokenDenials(Map.of(), Optional.empty());

    public TokenDenials {
        until = Map.copyOf(until);
    }

    /** Whether a token is denied. {@code issuedAt} has whole seconds, so one of the very second may be denied with the older ones. */
    public boolean cover(String jwtId, Instant issuedAt) {
        return until.containsKey(jwtId)
                || notBefore.filter(time -> !issuedAt.isAfter(time)).isPresent();
    }

    /**
     * These and one more, without those whose tokens have expired by themselves.
     *
     * @param clockSkew how far the clocks may be apart that a token's times are from
     */
    public TokenDenials with(String jwtId, Instant expiresAt, Instant now, Duration clockSkew) {
        Map<String, Instant> kept = new HashMap<>(until);
        kept.values().removeIf(end -> !end.isAfter(now));
        // Once for who verifies, whose clock may be behind ours, and once for what it grants.
        kept.put(jwtId, expiresAt.plus(clockSkew.multipliedBy(2)));
        if (kept.size() <= MAX_SIZE) {
            return new TokenDenials(kept, notBefore);
        }
        Instant newest = now.plus(clockSkew);
        return new TokenDenials(
                Map.of(), Optional.of(notBefore.filter(newest::isBefore).orElse(newest)));
    }
}
