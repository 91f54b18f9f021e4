package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Signs something that is good for nothing, and verifies it. */
final class ProbeSignature {

    private ProbeSignature() {}

    /** Whether the public key verifies what the private one signs: a JWT that has expired and leaves this function never. */
    static boolean isVerified(SigningKey key, VerificationKey verifier, SecureRandom random) {
        String jwt = key.sign(new JwtClaims(
                "rotation-test",
                List.of("rotation-test"),
                JwtId.ofKey(KeyId.random(random), 1),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty()));
        int signature = jwt.lastIndexOf('.');
        return key.algorithm() == verifier.algorithm()
                && verifier.verifies(
                        jwt.substring(0, signature).getBytes(StandardCharsets.US_ASCII),
                        Base64.getUrlDecoder().decode(jwt.substring(signature + 1)));
    }
}
