package dev.keysmith.core.key;

/**
 * A key as it is stored.
 *
 * @param metadata what may be shown
 * @param hash what proves the key
 */
public record KeyRecord(ApiKeyMetadata metadata, KeyHash hash) {}
