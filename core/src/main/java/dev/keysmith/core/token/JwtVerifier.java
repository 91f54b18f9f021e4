package dev.keysmith.core.token;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.VerificationSecretCache;
import dev.keysmith.core.token.ClaimsReader.ReadClaims;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;

/**
 * Verifies JWTs (RFC 7519 section 7.2, hardened as RFC 8725 says) without any call to DynamoDB: size and form, the key of its
 * {@code kid}, that key's own algorithm, the signature, then the claims. Nothing in a token can choose an algorithm or bring a key.
 */
@Singleton
public final class JwtVerifier {

    /** The longest that an access token may live. */
    public static final Duration LONGEST_TOKEN = Duration.ofHours(1);

    private final VerificationSecretCache secrets;
    private final JwtSettings settings;
    private final InstantSource clock;

    public JwtVerifier(VerificationSecretCache secrets, JwtSettings settings, InstantSource clock) {
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Verifies a JWT.
     *
     * @throws dev.keysmith.core.error.UnavailableException where the keys that verify are out of reach
     */
    public JwtResult verify(String text) {
        Optional<UnverifiedJwt> parsed = UnverifiedJwt.parse(text);
        if (parsed.isEmpty() || !isSigned(parsed.get())) {
            return new JwtResult.Refused(ErrorCode.TOKEN_INVALID);
        }
        return ClaimsReader.read(parsed.get().payload(), parsed.get().type())
                .map(read -> judge(read, text))
                .orElse(new JwtResult.Refused(ErrorCode.TOKEN_INVALID));
    }

    private boolean isSigned(UnverifiedJwt jwt) {
        Optional<VerificationKey> key = secrets.key(jwt.kid());
        return key.isPresent()
                && key.get().algorithm().name().equals(jwt.algorithm())
                && key.get().verifies(jwt.signingInput(), jwt.signature());
    }

    private JwtResult judge(ReadClaims read, String text) {
        JwtClaims claims = read.claims();
        Instant now = clock.instant();
        Instant latestStart = now.plus(settings.clockSkew());
        boolean isOurs = claims.issuer().equals(settings.issuer())
                && !Collections.disjoint(claims.audience(), settings.audiences())
                && claims.issuedAt().isBefore(claims.expiresAt())
                && (claims.type() == JwtType.KEY
                        || !lifetime(claims).minus(LONGEST_TOKEN).isPositive());
        if (!isOurs
                || claims.issuedAt().isAfter(latestStart)
                || read.notBefore().isAfter(latestStart)) {
            return new JwtResult.Refused(ErrorCode.TOKEN_INVALID);
        }
        return claims.expiresAt().plus(settings.clockSkew()).isAfter(now)
                ? new JwtResult.Verified(new VerifiedJwt(claims, text))
                : new JwtResult.Refused(ErrorCode.TOKEN_EXPIRED);
    }

    private static Duration lifetime(JwtClaims claims) {
        return Duration.between(claims.issuedAt(), claims.expiresAt());
    }
}
