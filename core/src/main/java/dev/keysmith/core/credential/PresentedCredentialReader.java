package dev.keysmith.core.credential;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.ImportPatterns;
import dev.keysmith.core.key.KeyDigest;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.SignedKey;
import dev.keysmith.core.token.JwtResult;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.core.token.JwtShape;
import dev.keysmith.core.token.JwtType;
import dev.keysmith.core.token.JwtVerifier;
import dev.keysmith.core.token.VerifiedJwt;
import jakarta.inject.Singleton;

/**
 * Sees from a string alone which kind of credential it is: one with our prefix is a key of ours or nothing; one of a JWT's shape is a
 * JWT, where JWTs are on; any other may be an imported key. No call to DynamoDB.
 */
@Singleton
public final class PresentedCredentialReader {

    private final ApiKeyFormat format;
    private final JwtVerifier jwts;
    private final JwtSettings jwtSettings;
    private final ImportPatterns imports;
    private final KeyHasher hasher;

    public PresentedCredentialReader(
            ApiKeyFormat format, JwtVerifier jwts, JwtSettings jwtSettings, ImportPatterns imports, KeyHasher hasher) {
        this.format = format;
        this.jwts = jwts;
        this.jwtSettings = jwtSettings;
        this.imports = imports;
        this.hasher = hasher;
    }

    /**
     * What this text is.
     *
     * @throws dev.keysmith.core.error.UnavailableException where what verifies it is out of reach
     */
    PresentedCredential read(String text) {
        if (format.claims(text)) {
            return format.parse(text)
                    .<PresentedCredential>map(PresentedCredential.Key::new)
                    .orElse(malformed());
        }
        if (jwtSettings.areOn() && JwtShape.matches(text)) {
            return switch (jwts.verify(text)) {
                case JwtResult.Verified(VerifiedJwt jwt) -> signed(jwt);
                case JwtResult.Refused(ErrorCode code) -> new PresentedCredential.Refused(code);
            };
        }
        return imports.match(text) ? new PresentedCredential.Key(hasher.imported(KeyDigest.of(text))) : malformed();
    }

    private static PresentedCredential signed(VerifiedJwt jwt) {
        return jwt.claims().type() == JwtType.KEY
                ? new PresentedCredential.Key(new SignedKey(jwt.claims().id().keyId(), jwt.reveal()))
                : new PresentedCredential.Token(jwt);
    }

    private static PresentedCredential malformed() {
        return new PresentedCredential.Refused(ErrorCode.CREDENTIAL_MALFORMED);
    }
}
