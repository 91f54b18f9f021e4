package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.event.EventPosition;

/**
 * The end of a key's chain when a checkpoint was made.
 *
 * @param keyId the key
 * @param position the last linked event
 * @param length how many events were linked
 * @param link the last link, in lower-case hexadecimal digits
 */
record CheckpointHead(String keyId, EventPosition position, long length, String link) {

    /** The head as a checkpoint's seal covers it. */
    String canonicalText() {
        return String.join(
                        " ",
                        keyId,
                        Long.toString(position.createdAt().toEpochMilli()),
                        Integer.toString(position.epoch()),
                        Long.toString(position.version()),
                        Integer.toString(position.step().ordinal()),
                        Long.toString(length),
                        link)
                + "\n";
    }
}
