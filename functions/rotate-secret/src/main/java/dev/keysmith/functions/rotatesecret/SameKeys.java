package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.VerificationSecret;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares the keys that two verification secrets publish. */
final class SameKeys {

    private SameKeys() {}

    static boolean in(VerificationSecret one, VerificationSecret other) {
        return activation(one).equals(activation(other));
    }

    private static Map<String, Instant> activation(VerificationSecret secret) {
        return secret.keys().stream().collect(Collectors.toMap(VerificationKey::kid, VerificationKey::activeFrom));
    }
}
