package dev.keysmith.local.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Looks into JWTs, and makes others of them, as an attacker would. */
final class Jwts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Jwts() {}

    static JsonNode header(String jwt) {
        return json(jwt.split("\\.")[0]);
    }

    static JsonNode claims(String jwt) {
        return json(jwt.split("\\.")[1]);
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The same with another header or payload, and the old signature. */
    static String with(String jwt, String header, String payload) {
        return encode(header) + "." + encode(payload) + "." + jwt.split("\\.")[2];
    }

    /** Whether a key of this set signed it. */
    static boolean isSignedByOneOf(JsonNode jwks, String jwt) throws Exception {
        JWSObject signed = JWSObject.parse(jwt);
        JWK key = JWKSet.parse(jwks.toString()).getKeyByKeyId(signed.getHeader().getKeyID());
        return key != null && signed.verify(new RSASSAVerifier(key.toRSAKey()));
    }

    private static JsonNode json(String part) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
