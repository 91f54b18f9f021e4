package dev.keysmith.core.key;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.secret.VerificationSecretCache;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;

/**
 * Hashes keys: HMAC-SHA-256 (RFC 2104) over environment, key id and secret, under a versioned pepper. The key id is in the
 * message, so that a hash copied to another key's record proves nothing there.
 */
@Singleton
public final class KeyHasher {

    /** Separates this use of a pepper from any other. All parts that follow have fixed lengths or no colon. */
    private static final String DOMAIN = "keysmith-key:";

    private final VerificationSecretCache secrets;

    public KeyHasher(VerificationSecretCache secrets) {
        this.secrets = secrets;
    }

    /** The key's hash under the pepper that is active now. Throws {@link UnavailableException} without one. */
    public KeyHash hash(ApiKey key) {
        return hash(key, secrets.activePepper());
    }

    /** Whether the hash is this key's. Throws {@link UnavailableException} where its pepper is out of reach. */
    public boolean matches(ApiKey key, KeyHash stored) {
        return hash(key, secrets.pepper(stored.pepperVersion())).matches(stored);
    }

    private static KeyHash hash(ApiKey key, Pepper pepper) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper.toHmacKey());
            String message = DOMAIN + key.environment().wireName() + ":" + key.keyId() + ":" + key.secret();
            return new KeyHash(pepper.version(), mac.doFinal(message.getBytes(StandardCharsets.US_ASCII)));
        } catch (InvalidKeyException e) {
            throw new UnavailableException("the pepper is no HMAC key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
