package dev.keysmith.core.key;

import java.util.Optional;

/** What a key is for; it is part of the key's text and of its hash. */
public enum Environment {
    LIVE("live"),
    TEST("test");

    private final String wireName;

    Environment(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire and in the key. */
    public String wireName() {
        return wireName;
    }

    /** The environment of this wire name. */
    public static Optional<Environment> parse(String text) {
        return switch (text) {
            case "live" -> Optional.of(LIVE);
            case "test" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }
}
