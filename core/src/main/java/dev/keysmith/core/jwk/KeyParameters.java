package dev.keysmith.core.jwk;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/** A JSON Web Key's parameters (RFC 7518 section 6): their form, and the keys that they make. */
final class KeyParameters {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;
    private static final int COORDINATE_BYTES = 32;
    private static final int LEAST_HMAC_BYTES = 32;

    private KeyParameters() {}

    /** Throws {@link IllegalArgumentException} for parameters that cannot be those of a key of this algorithm. */
    static void requireForm(JwsAlgorithm algorithm, Map<String, String> parameters) {
        switch (algorithm) {
            case RS256 -> {
                require(parameters.keySet().equals(Set.of("n", "e")));
                int bits = number(parameters, "n").bitLength();
                require(bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS);
                require(number(parameters, "e").bitLength() > 1);
            }
            case ES256 -> {
                require(parameters.keySet().equals(Set.of("crv", "x", "y")) && "P-256".equals(parameters.get("crv")));
                require(bytes(parameters, "x").length == COORDINATE_BYTES
                        && bytes(parameters, "y").length == COORDINATE_BYTES);
            }
            case HS256 ->
                require(parameters.keySet().equals(Set.of("k")) && bytes(parameters, "k").length >= LEAST_HMAC_BYTES);
        }
    }

    /** The key of parameters that have its form. */
    static Key toKey(JwsAlgorithm algorithm, Map<String, String> parameters) throws GeneralSecurityException {
        return switch (algorithm) {
            case RS256 -> PublicKeys.rsa(number(parameters, "n"), number(parameters, "e"));
            case ES256 -> PublicKeys.p256(number(parameters, "x"), number(parameters, "y"));
            case HS256 -> new SecretKeySpec(bytes(parameters, "k"), "HmacSHA256");
        };
    }

    private static byte[] bytes(Map<String, String> parameters, String name) {
        return Base64.getUrlDecoder().decode(parameters.get(name));
    }

    private static BigInteger number(Map<String, String> parameters, String name) {
        return new BigInteger(1, bytes(parameters, name));
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not a key of its algorithm");
        }
    }
}
