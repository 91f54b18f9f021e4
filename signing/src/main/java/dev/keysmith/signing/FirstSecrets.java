package dev.keysmith.signing;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.VerificationSecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * The secrets of a new deployment. Their first pepper and keys are active at once, since nobody holds older ones.
 *
 * @param verification what verifies
 * @param signing what signs
 * @param ledger what chains the ledger
 */
public record FirstSecrets(VerificationSecret verification, SigningSecret signing, LedgerSecret ledger) {

    /** Fresh ones, whose tokens are signed by this algorithm. */
    public static FirstSecrets generate(JwsAlgorithm algorithm, SecureRandom random, Instant now) {
        return generate(VerificationSecret.first(random, now), algorithm, random, now);
    }

    /** Fresh ones around what verifies already. */
    public static FirstSecrets generate(
            VerificationSecret verification, JwsAlgorithm algorithm, SecureRandom random, Instant now) {
        SigningKey key = SigningKey.generate(verification.newKid(random), algorithm);
        return new FirstSecrets(
                verification.with(key.verificationKey(now)),
                new SigningSecret(List.of(key)),
                LedgerSecret.first(random, now));
    }
}
