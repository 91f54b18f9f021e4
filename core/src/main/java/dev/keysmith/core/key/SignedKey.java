package dev.keysmith.core.key;

/**
 * A key in JWT form, whose signature we made or verified. The signature alone does not prove it: like any other it is held against the
 * hash in its record, so that who gets hold of a signing key still cannot make keys. Its {@link #toString()} names only the key id.
 */
public final class SignedKey implements OwnKey {

    private final KeyId keyId;
    private final String text;

    /** The key of a JWT with a good signature. */
    public SignedKey(KeyId keyId, String text) {
        this.keyId = keyId;
        this.text = text;
    }

    @Override
    public KeyId keyId() {
        return keyId;
    }

    @Override
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "SignedKey[" + keyId + "]";
    }
}
