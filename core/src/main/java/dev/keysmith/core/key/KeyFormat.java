package dev.keysmith.core.key;

import java.util.Arrays;

/** What form a key's present secret has. */
public enum KeyFormat {
    /** A key of ours: {@link ApiKey}. */
    OPAQUE("opaque"),
    /** A string of another system: {@link ImportedKey}. */
    IMPORTED("imported");

    private final String wireName;

    KeyFormat(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The format of this wire name. */
    public static KeyFormat of(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such format"));
    }
}
