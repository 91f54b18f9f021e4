package dev.keysmith.core.key;

import java.security.MessageDigest;

/** What is stored of a key's secret: its HMAC under a versioned pepper. Compared in constant time; never shown. */
public final class KeyHash {

    private final int pepperVersion;
    private final byte[] value;

    /** The hash under the pepper of this version; 32 bytes. */
    public KeyHash(int pepperVersion, byte[] value) {
        if (value.length != 32) {
            throw new IllegalArgumentException("a key hash has 32 bytes");
        }
        this.pepperVersion = pepperVersion;
        this.value = value.clone();
    }

    public int pepperVersion() {
        return pepperVersion;
    }

    /** The hash's bytes, for the store only. */
    public byte[] bytes() {
        return value.clone();
    }

    /** Constant-time comparison of hashes under the same pepper. */
    public boolean matches(KeyHash other) {
        return pepperVersion == other.pepperVersion && MessageDigest.isEqual(value, other.value);
    }

    @Override
    public String toString() {
        return "KeyHash[pepper " + pepperVersion + "]";
    }
}
