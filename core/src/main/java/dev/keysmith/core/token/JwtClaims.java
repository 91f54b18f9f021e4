package dev.keysmith.core.token;

import dev.keysmith.core.access.ScopeSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a JWT of ours says (RFC 7519 section 4.1, RFC 9068 section 2.2). {@code sub} and {@code client_id} are the key id, since there
 * is no end user in it.
 *
 * @param issuer {@code iss}
 * @param audience {@code aud}; not empty
 * @param id {@code jti}
 * @param issuedAt {@code iat}; whole seconds
 * @param expiresAt {@code exp}; whole seconds
 * @param scope {@code scope} of an access token; a key has none, since its record says what it may
 */
public record JwtClaims(
        String issuer, List<String> audience, JwtId id, Instant issuedAt, Instant expiresAt, Optional<ScopeSet> scope) {

    public JwtClaims {
        audience = List.copyOf(audience);
    }

    /** The kind of JWT that says this. */
    public JwtType type() {
        return scope.isPresent() ? JwtType.ACCESS_TOKEN : JwtType.KEY;
    }
}
