package dev.keysmith.signing;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.VerificationSecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * The first signing key of a deployment, and what verifies it. It is active at once, since nobody holds older secrets.
 *
 * @param verification what verifies
 * @param signing what signs
 */
public record FirstSecrets(VerificationSecret verification, SigningSecret signing) {

    /** A key of this algorithm, beside what verifies already. */
    public static FirstSecrets generate(
            VerificationSecret verification, JwsAlgorithm algorithm, SecureRandom random, Instant now) {
        SigningKey key = SigningKey.generate(verification.newKid(random), algorithm);
        return new FirstSecrets(verification.with(key.verificationKey(now)), new SigningSecret(List.of(key)));
    }
}
