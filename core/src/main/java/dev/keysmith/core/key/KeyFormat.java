package dev.keysmith.core.key;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What form a key's present secret has. */
public enum KeyFormat {
    /** A key of ours: {@link ApiKey}. */
    OPAQUE("opaque"),
    /** A signed JWT: {@link SignedKey}. */
    JWT("jwt"),
    /** A string of another system: {@link ImportedKey}. */
    IMPORTED("imported");

    private final String wireName;

    KeyFormat(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The format of this name that we make keys in; empty for any other. */
    public static Optional<KeyFormat> parseMade(String text) {
        return Stream.of(OPAQUE, JWT)
                .filter(format -> format.wireName.equals(text))
                .findFirst();
    }

    /** The format of this wire name. */
    public static KeyFormat of(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such format"));
    }
}
