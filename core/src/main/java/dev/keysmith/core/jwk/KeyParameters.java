package dev.keysmith.core.jwk;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/** Makes keys of a JSON Web Key's parameters (RFC 7518 section 6). */
final class KeyParameters {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;
    private static final int COORDINATE_BYTES = 32;
    private static final int LEAST_HMAC_BYTES = 32;

    private KeyParameters() {}

    static Key toKey(JwsAlgorithm algorithm, Map<String, String> parameters) {
        try {
            return switch (algorithm) {
                case RS256 -> rsa(parameters);
                case ES256 -> ec(parameters);
                case HS256 -> hmac(parameters);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key of " + algorithm, e);
        }
    }

    private static Key rsa(Map<String, String> parameters) throws GeneralSecurityException {
        require(parameters.keySet().equals(Set.of("n", "e")));
        BigInteger modulus = unsigned(bytes(parameters, "n"));
        BigInteger exponent = unsigned(bytes(parameters, "e"));
        require(modulus.bitLength() >= LEAST_RSA_BITS && modulus.bitLength() <= MOST_RSA_BITS);
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static Key ec(Map<String, String> parameters) throws GeneralSecurityException {
        require(parameters.keySet().equals(Set.of("crv", "x", "y")) && "P-256".equals(parameters.get("crv")));
        byte[] x = bytes(parameters, "x");
        byte[] y = bytes(parameters, "y");
        require(x.length == COORDINATE_BYTES && y.length == COORDINATE_BYTES);
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(unsigned(x), unsigned(y)), curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static Key hmac(Map<String, String> parameters) {
        require(parameters.keySet().equals(Set.of("k")));
        byte[] key = bytes(parameters, "k");
        require(key.length >= LEAST_HMAC_BYTES);
        return new SecretKeySpec(key, "HmacSHA256");
    }

    private static byte[] bytes(Map<String, String> parameters, String name) {
        return Base64.getUrlDecoder().decode(parameters.get(name));
    }

    private static BigInteger unsigned(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not a key of its algorithm");
        }
    }
}
