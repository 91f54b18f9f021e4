package dev.keysmith.core.key;

/**
 * A key of another system, known by its SHA-256. Its key id follows from that digest under the import pepper, so that the key
 * is found with one read, and nobody who sees the id learns the digest.
 */
public final class ImportedKey implements PresentedKey {

    private final KeyId keyId;
    private final KeyDigest digest;

    ImportedKey(KeyId keyId, KeyDigest digest) {
        this.keyId = keyId;
        this.digest = digest;
    }

    @Override
    public KeyId keyId() {
        return keyId;
    }

    KeyDigest digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "ImportedKey[" + keyId + "]";
    }
}
