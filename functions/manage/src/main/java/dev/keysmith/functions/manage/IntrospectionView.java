package dev.keysmith.functions.manage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.token.JwtClaims;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What introspection tells (RFC 7662 section 2.2). Times are seconds since 1970. What a key has no word for is left out, and of what
 * is not active all but {@code active}.
 *
 * @param active whether it is good now
 * @param scope what it may now, space-separated
 * @param clientId the key id; of a token, that of the key that it was minted from
 * @param tokenType {@code Bearer}
 * @param exp when it ends
 * @param iat when it was made
 * @param sub the key id
 * @param aud whom a token is for
 * @param iss who signed a token
 * @param jti a token's own id
 * @param owner whose key it is
 * @param role the key's role
 * @param environment {@code live} or {@code test}
 * @param credentialKind what was presented
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record IntrospectionView(
        boolean active,
        @Nullable String scope,
        @Nullable String clientId,
        @Nullable String tokenType,
        @Nullable Long exp,
        @Nullable Long iat,
        @Nullable String sub,
        @Nullable List<String> aud,
        @Nullable String iss,
        @Nullable String jti,
        @Nullable String owner,
        @Nullable String role,
        @Nullable String environment,
        @Nullable String credentialKind) {

    static final IntrospectionView INACTIVE =
            new IntrospectionView(false, null, null, null, null, null, null, null, null, null, null, null, null, null);

    static IntrospectionView of(Verification.Verified verified) {
        Principal principal = verified.principal();
        Optional<JwtClaims> token = verified.token();
        return new IntrospectionView(
                true,
                principal.scopes().toString(),
                principal.keyId().value(),
                "Bearer",
                seconds(principal.validity().expiresAt()),
                seconds(principal.validity().createdAt()),
                principal.keyId().value(),
                token.map(JwtClaims::audience).orElse(null),
                token.map(JwtClaims::issuer).orElse(null),
                token.map(claims -> claims.id().toString()).orElse(null),
                principal.owner().value(),
                principal.role().value(),
                principal.environment().wireName(),
                principal.kind().wireName());
    }

    private static Long seconds(Instant time) {
        return time.getEpochSecond();
    }
}
