package dev.keysmith.core.testing.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A key's tokens that were denied one by one: there is room to name 50 that could still be used, and one more denies all that were
 * minted before.
 *
 * @param until the {@code jti} of each, and until when it has to be remembered
 * @param notBefore tokens of this {@code iat} or an earlier one are denied
 */
record Denials(Map<String, Instant> until, Instant notBefore) {

    static final Denials NONE = new Denials(Map.of(), Instant.MIN);
    static final int ROOM = 50;

    boolean cover(Jwt token) {
        return until.containsKey(token.id()) || !token.issuedAt().isAfter(notBefore);
    }

    Denials with(Jwt token, Instant at) {
        Map<String, Instant> more = new HashMap<>(until);
        more.values().removeIf(end -> !at.isBefore(end));
        // The clock of who verifies may be behind, and that of who minted one a moment ago may be ahead.
        more.put(token.id(), token.endsAt().plus(Jwt.CLOCK_SKEW));
        Instant newest = at.plus(Jwt.CLOCK_SKEW);
        return more.size() > ROOM
                ? new Denials(Map.of(), newest.isAfter(notBefore) ? newest : notBefore)
                : new Denials(more, notBefore);
    }
}
