package dev.keysmith.core.key;

/**
 * An opaque API key: {@code <prefix>_<live|test>_<key id>_<secret><checksum>}. Its {@link #toString()} names only the key id.
 */
public final class ApiKey implements OwnKey {

    private final KeyId keyId;
    private final Environment environment;
    private final String secret;
    private final String text;

    ApiKey(KeyId keyId, Environment environment, String secret, String text) {
        this.keyId = keyId;
        this.environment = environment;
        this.secret = secret;
        this.text = text;
    }

    @Override
    public KeyId keyId() {
        return keyId;
    }

    public Environment environment() {
        return environment;
    }

    @Override
    public String reveal() {
        return text;
    }

    String secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "ApiKey[" + keyId + "]";
    }
}
