package dev.keysmith.core.jwk;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * The signature algorithms that Keysmith takes (RFC 7518 section 3.1). Which one a signature has to be made by is a property of
 * the key, never of the token.
 */
public enum JwsAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256; keys of 2048 to 4096 bits. */
    RS256("RSA"),
    /** ECDSA on P-256 with SHA-256; a signature is R and S, 32 bytes each (section 3.4). */
    ES256("EC"),
    /** HMAC with SHA-256: whoever verifies could sign as well. */
    HS256("oct");

    private final String keyType;

    JwsAlgorithm(String keyType) {
        this.keyType = keyType;
    }

    /** The algorithm of this name, exactly as it is spelt. */
    public static Optional<JwsAlgorithm> of(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst();
    }

    /** The {@code kty} of its keys (RFC 7518 section 6.1). */
    public String keyType() {
        return keyType;
    }

    /** Whether who verifies with a key of it cannot sign with the same. */
    public boolean isAsymmetric() {
        return this != HS256;
    }

    boolean verify(Key key, byte[] message, byte[] signature) throws GeneralSecurityException {
        return switch (this) {
            case RS256 -> verify("SHA256withRSA", (PublicKey) key, message, signature);
            case ES256 -> verify("SHA256withECDSAinP1363Format", (PublicKey) key, message, signature);
            case HS256 -> MessageDigest.isEqual(hmac(key, message), signature);
        };
    }

    private static boolean verify(String jcaName, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(jcaName);
        verifier.initVerify(key);
        try {
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // Of the wrong length, or no signature of this kind at all.
            return false;
        }
    }

    private static byte[] hmac(Key key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(message);
    }
}
