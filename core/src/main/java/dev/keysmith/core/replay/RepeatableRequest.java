package dev.keysmith.core.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A request that its caller named by an idempotency key. Its answer is sealed by AES-256-GCM (NIST SP 800-38D) under a key that
 * HKDF-SHA-256 (RFC 5869) derives from the caller's own credential and the idempotency key: neither we nor a backup can open it.
 * What was asked for is authenticated with it, so that it opens for the same request only.
 */
public final class RepeatableRequest {

    private static final String CONTEXT = "keysmith-replay:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String id;
    private final SecretKey key;
    private final byte[] asked;

    /**
     * A request of this caller.
     *
     * @param caller the id of the calling key
     * @param credential what it presented
     * @param idempotencyKey what it names the request by
     * @param asked everything that makes it the same request: route and body
     */
    public RepeatableRequest(String caller, String credential, IdempotencyKey idempotencyKey, byte[] asked) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((CONTEXT + caller + ":" + idempotencyKey.value()).getBytes(StandardCharsets.US_ASCII));
            this.id = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
            this.key = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(credential.getBytes(StandardCharsets.UTF_8))
                                    .thenExpand(
                                            (CONTEXT + idempotencyKey.value()).getBytes(StandardCharsets.US_ASCII),
                                            32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256 and HKDF", e);
        }
        this.asked = asked.clone();
    }

    /** Names the request's replay; it tells neither the caller nor the idempotency key. */
    public String id() {
        return id;
    }

    byte[] seal(byte[] answer, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(answer);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** The answer; empty where it was sealed for another request, or by another credential of the caller. */
    Optional<byte[]> open(byte[] nonceAndSealed) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(nonceAndSealed, NONCE_BYTES));
            return Optional.of(cipher.doFinal(nonceAndSealed, NONCE_BYTES, nonceAndSealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(asked);
        return cipher;
    }

    @Override
    public String toString() {
        return "RepeatableRequest[…]";
    }
}
