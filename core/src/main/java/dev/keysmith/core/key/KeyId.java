package dev.keysmith.core.key;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * The public name of a key in lists, logs and the ledger. It survives rotation and proves nothing.
 *
 * @param value {@value #LENGTH} base62 characters
 */
public record KeyId(String value) {

    static final int LENGTH = 16;
    static final int BYTES = 11;

    public KeyId {
        if (!isKeyId(value)) {
            throw new IllegalArgumentException("not a key id");
        }
    }

    /** The key id of this text, or empty where it has another form. */
    public static Optional<KeyId> parse(String text) {
        return isKeyId(text) ? Optional.of(new KeyId(text)) : Optional.empty();
    }

    /** A new key's id. */
    public static KeyId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /** The key id of {@value #BYTES} bytes. */
    static KeyId of(byte[] bytes) {
        return new KeyId(Base62.encode(bytes, LENGTH));
    }

    private static boolean isKeyId(String text) {
        return text.length() == LENGTH && Base62.isBase62(text, 0, LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
