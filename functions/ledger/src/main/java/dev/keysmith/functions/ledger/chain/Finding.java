package dev.keysmith.functions.ledger.chain;

import java.util.Locale;
import java.util.Optional;

/**
 * What is wrong with the ledger.
 *
 * @param kind in one word
 * @param keyId the key whose history it is; empty where it is a checkpoint that is wrong
 * @param version the version of that key; empty where it is about none
 * @param action what the row says to be; empty where there is no row
 * @param detail in a sentence
 */
public record Finding(
        Kind kind, Optional<String> keyId, Optional<Long> version, Optional<String> action, String detail) {

    /** What may be wrong. */
    public enum Kind {
        /** What is written does not match its seal, or its link or head is another. */
        ALTERED,
        /** An event is not there, while later ones are. */
        MISSING,
        /** Rows stand in one another's place. */
        REORDERED,
        /** The last events are not there. */
        TRUNCATED,
        /** A row that no ledger wrote. */
        APPENDED;

        /** The kind on the wire. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
