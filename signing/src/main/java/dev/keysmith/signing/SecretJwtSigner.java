package dev.keysmith.signing;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.HeldSecret;
import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.secret.SecretSource;
import dev.keysmith.core.secret.VerificationSecretCache;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.core.token.JwtSigner;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * Signs by the keys in {@code KEYSMITH_SIGNING_SECRET}, which is held as long as the {@code verification} secret is. The key that signs
 * is the newest that both secrets have and that is active.
 */
@Singleton
final class SecretJwtSigner implements JwtSigner {

    private final HeldSecret<SigningSecret> secret;
    private final VerificationSecretCache verification;

    SecretJwtSigner(
            SecretSource source,
            VerificationSecretCache verification,
            JwtSettings jwts,
            SecretAges ages,
            InstantSource clock,
            Settings settings) {
        String name = jwts.areOn() ? SecretAges.name(settings, "keysmith.signing-secret") : "";
        this.secret = ages.hold(() -> SigningSecret.parse(source.fetch(name)), clock);
        this.verification = verification;
    }

    @Override
    public String sign(JwtClaims claims) {
        return secret.get()
                .active(verification.activeKeys())
                .orElseThrow(() -> new UnavailableException("no signing key is active"))
                .sign(claims);
    }
}
