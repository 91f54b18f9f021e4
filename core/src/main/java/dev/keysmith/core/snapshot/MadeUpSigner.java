package dev.keysmith.core.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.token.JwtClaims;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

    private static final JsonFactory JSON = new JsonFactory();
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
    String sign(JwtClaims claims) throws IOException {
        String input = encode(header(claims)) + "." + encode(payload(claims));
        try {
            Signature signature = Signature.getInstance(
                    algorithm == JwsAlgorithm.RS256 ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and EC", e);
        }
    }

    private byte[] header(JwtClaims claims) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(header)) {
            json.writeStartObject();
            json.writeStringField("alg", algorithm.name());
            json.writeStringField("typ", claims.type().headerValue());
            json.writeStringField("kid", kid);
            json.writeEndObject();
        }
        return header.toByteArray();
    }

    private static byte[] payload(JwtClaims claims) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(payload)) {
            String keyId = claims.id().keyId().value();
            json.writeStartObject();
            json.writeStringField("iss", claims.issuer());
            json.writeStringField("sub", keyId);
            json.writeStringField("client_id", keyId);
            json.writeArrayFieldStart("aud");
            for (String audience : claims.audience()) {
                json.writeString(audience);
            }
            json.writeEndArray();
            json.writeStringField("jti", claims.id().toString());
            json.writeNumberField("iat", claims.issuedAt().getEpochSecond());
            json.writeNumberField("exp", claims.expiresAt().getEpochSecond());
            json.writeStringField("scope", claims.scope().orElseThrow().toString());
            json.writeEndObject();
        }
        return payload.toByteArray();
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

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
