package dev.keysmith.functions.ledger.report;

import java.util.Optional;

/** What usage is summed up by. */
enum Grouping {
    DAY,
    KEY,
    OWNER;

    /** The grouping of this wire name, or empty for any other. */
    static Optional<Grouping> parse(String wireName) {
        return switch (wireName) {
            case "day" -> Optional.of(DAY);
            case "key" -> Optional.of(KEY);
            case "owner" -> Optional.of(OWNER);
            default -> Optional.empty();
        };
    }
}
