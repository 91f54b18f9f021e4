package dev.keysmith.core.snapshot;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.token.JwtClaims;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Signs tokens for a rehearsal, by a key that no deployment knows. By the JDK alone: what verifies brings no library that signs. */
final class MadeUpSigner {

    private static final int RSA_BITS = 2048;
    private static final int P256_BITS = 256;
    private static final int COORDINATE_BYTES = 32;

    private final String kid;
    private final JwsAlgorithm algorithm;
    private final KeyPair keys;

    private MadeUpSigner(String kid, JwsAlgorithm algorithm, KeyPair keys) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.keys = keys;
    }

    /** With a new key of an asymmetric algorithm. */
    static MadeUpSigner generate(String kid, JwsAlgorithm algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keyType());
        generator.initialize(algorithm == JwsAlgorithm.RS256 ? RSA_BITS : P256_BITS);
        return new MadeUpSigner(kid, algorithm, generator.generateKeyPair());
    }

    /** What verifies its tokens. */
    VerificationKey verificationKey(Instant activeFrom) {
        PublicKey key = keys.getPublic();
        Map<String, String> parameters =
                switch (key) {
                    case RSAPublicKey rsa ->
                        Map.of("n", number(rsa.getModulus()), "e", number(rsa.getPublicExponent()));
                    case ECPublicKey ec ->
                        Map.of(
                                "crv", "P-256",
                                "x", coordinate(ec.getW().getAffineX()),
                                "y", coordinate(ec.getW().getAffineY()));
                    default -> throw new IllegalStateException("no such key is generated");
                };
        return new VerificationKey(kid, algorithm, activeFrom, parameters);
    }

    /** A token that says this. */
    String sign(JwtClaims claims) {
        String input = encode(ascii(header(claims))) + "." + encode(ascii(payload(claims)));
        try {
            Signature signature = Signature.getInstance(
                    algorithm == JwsAlgorithm.RS256 ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(ascii(input));
            return input + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and EC", e);
        }
    }

    private String header(JwtClaims claims) {
        return "{\"alg\":\"" + algorithm.name() + "\",\"typ\":\""
                + claims.type().headerValue() + "\",\"kid\":\"" + kid + "\"}";
    }

    /** Nothing that goes into it has a quote or a backslash. */
    private static String payload(JwtClaims claims) {
        String keyId = claims.id().keyId().value();
        return "{\"iss\":\"" + claims.issuer() + "\",\"sub\":\"" + keyId + "\",\"client_id\":\"" + keyId
                + "\",\"aud\":[\"" + String.join("\",\"", claims.audience()) + "\"],\"jti\":\"" + claims.id()
                + "\",\"iat\":" + claims.issuedAt().getEpochSecond() + ",\"exp\":"
                + claims.expiresAt().getEpochSecond() + ",\"scope\":\""
                + claims.scope().orElseThrow() + "\"}";
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return encode(fixed);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
