package dev.keysmith.signing;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.snapshot.MadeUpSigning;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/** Makes them up as a new deployment makes its first. */
@Singleton
final class FirstMadeUpSigning implements MadeUpSigning {

    private final SecureRandom random;

    FirstMadeUpSigning(SecureRandom random) {
        this.random = random;
    }

    @Override
    public Map<String, String> secrets(Instant now) {
        FirstSecrets secrets =
                FirstSecrets.generate(VerificationSecret.first(random, now), JwsAlgorithm.RS256, random, now);
        return Map.of(
                "keysmith.verification-secret", secrets.verification().toText(),
                "keysmith.signing-secret", secrets.signing().toText());
    }
}
