package dev.keysmith.core.key;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.secret.VerificationSecretCache;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Hashes keys: HMAC-SHA-256 (RFC 2104) over environment, key id and secret (of a key in JWT form:
 * key id and JWT; of an imported key: key id and digest), under a versioned pepper. The key id is in the message, so that a hash copied to another key's record proves nothing there.
 */
@Singleton
public final class KeyHasher {

    /** Separate the uses of a pepper from one another. All parts that follow have fixed lengths or no colon. */
    private static final String OPAQUE = "keysmith-key:";

    private static final String SIGNED = "keysmith-jwt:";
    private static final String IMPORTED = "keysmith-import:";
    private static final String IMPORTED_ID = "keysmith-import-id:";

    private final VerificationSecretCache secrets;

    public KeyHasher(VerificationSecretCache secrets) {
        this.secrets = secrets;
    }

    /** The key's hash under the pepper that is active now. Throws {@link UnavailableException} without one. */
    public KeyHash hash(PresentedKey key) {
        return hash(key, secrets.activePepper());
    }

    /** Whether the hash is this key's. Throws {@link UnavailableException} where its pepper is out of reach. */
    public boolean matches(PresentedKey key, KeyHash stored) {
        return hash(key, secrets.pepper(stored.pepperVersion())).matches(stored);
    }

    /** The imported key of this digest. Throws {@link UnavailableException} where the import pepper is out of reach. */
    public ImportedKey imported(KeyDigest digest) {
        byte[] mac = hmac(secrets.importPepper(), IMPORTED_ID + digest.hex());
        return new ImportedKey(KeyId.of(Arrays.copyOf(mac, KeyId.BYTES)), digest);
    }

    private static KeyHash hash(PresentedKey key, Pepper pepper) {
        String message =
                switch (key) {
                    case ApiKey own -> OPAQUE + own.environment().wireName() + ":" + own.keyId() + ":" + own.secret();
                    case SignedKey signed -> SIGNED + signed.keyId() + ":" + signed.reveal();
                    case ImportedKey imported ->
                        IMPORTED + imported.keyId() + ":" + imported.digest().hex();
                };
        return new KeyHash(pepper.version(), hmac(pepper.toHmacKey(), message));
    }

    private static byte[] hmac(SecretKey key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message.getBytes(StandardCharsets.US_ASCII));
        } catch (InvalidKeyException e) {
            throw new UnavailableException("the pepper is no HMAC key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
