package dev.keysmith.core.secret;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A versioned pepper: 256 random bits that are mixed into every key's hash and kept apart from the hashes. */
public final class Pepper {

    static final int BYTES = 32;

    private final int version;
    private final Instant activeFrom;
    private final byte[] value;

    Pepper(int version, Instant activeFrom, byte[] value) {
        if (version < 1 || value.length != BYTES) {
            throw new IllegalArgumentException("a pepper has a version from 1 on and " + BYTES + " bytes");
        }
        this.version = version;
        this.activeFrom = activeFrom;
        this.value = Arrays.copyOf(value, value.length);
    }

    /** A new one. */
    public static Pepper random(int version, Instant activeFrom, SecureRandom random) {
        byte[] value = new byte[BYTES];
        random.nextBytes(value);
        return new Pepper(version, activeFrom, value);
    }

    public int version() {
        return version;
    }

    /** From when on new hashes may use it; earlier, verifiers may not know it yet. */
    public Instant activeFrom() {
        return activeFrom;
    }

    public SecretKey toHmacKey() {
        return new SecretKeySpec(value, "HmacSHA256");
    }

    @Override
    public String toString() {
        return "Pepper[" + version + "]";
    }
}
