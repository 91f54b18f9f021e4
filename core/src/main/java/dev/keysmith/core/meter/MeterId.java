package dev.keysmith.core.meter;

import dev.keysmith.core.key.KeyId;

/**
 * Names a meter: whose use it counts.
 *
 * @param value the name; a key id, or a text with a {@code /} in it, which no key id has
 */
public record MeterId(String value) {

    /** The meter of a key. Its tokens, and all of its secrets, have the same. */
    public static MeterId of(KeyId keyId) {
        return new MeterId(keyId.value());
    }
}
