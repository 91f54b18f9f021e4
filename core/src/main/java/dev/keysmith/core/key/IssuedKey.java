package dev.keysmith.core.key;

/**
 * A key with a new secret, to be shown once.
 *
 * @param key the key
 * @param metadata what is known of it
 */
public record IssuedKey(OwnKey key, ApiKeyMetadata metadata) {}
