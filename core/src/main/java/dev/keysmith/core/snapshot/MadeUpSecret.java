package dev.keysmith.core.snapshot;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.core.token.JwtSettings;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A verification secret for a rehearsal, drawn anew for each and known to no deployment, and tokens that it verifies. */
public final class MadeUpSecret {

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private final SecureRandom random;
    private final VerificationSecret verification;
    private final List<MadeUpSigner> signers;

    private MadeUpSecret(SecureRandom random, VerificationSecret verification, List<MadeUpSigner> signers) {
        this.random = random;
        this.verification = verification;
        this.signers = signers;
    }

    /** With a pepper, and a key of each algorithm whose keys are public. */
    public static MadeUpSecret draw(SecureRandom random, Instant now) {
        VerificationSecret secret = VerificationSecret.first(random, now);
        List<MadeUpSigner> signers = new ArrayList<>();
        try {
            for (JwsAlgorithm algorithm : List.of(JwsAlgorithm.RS256, JwsAlgorithm.ES256)) {
                MadeUpSigner signer = MadeUpSigner.generate(secret.newKid(random), algorithm);
                secret = secret.with(signer.verificationKey(now));
                signers.add(signer);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and EC", e);
        }
        return new MadeUpSecret(random, secret, signers);
    }

    public VerificationSecret verification() {
        return verification;
    }

    /** An access token of this key from each of its signing keys; none where this deployment takes no tokens. */
    public List<String> tokens(KeyId keyId, ScopeSet scopes, JwtSettings settings, Instant now) {
        List<String> tokens = new ArrayList<>();
        if (settings.areOn()) {
            Instant start = now.truncatedTo(ChronoUnit.SECONDS);
            for (MadeUpSigner signer : signers) {
                tokens.add(signer.sign(new JwtClaims(
                        settings.issuer(),
                        settings.audiences(),
                        JwtId.ofToken(keyId, 1, random),
                        start,
                        start.plus(TOKEN_LIFETIME),
                        Optional.of(scopes))));
            }
        }
        return tokens;
    }
}
