package dev.keysmith.functions.ledger.chain;

import java.util.Optional;

/**
 * What a verification saw.
 *
 * @param keys how many keys were read
 * @param events how many events were read
 * @param finding the first fault, in the order of key id and position; nothing is read after it
 */
public record Verification(long keys, long events, Optional<Finding> finding) {

    public boolean isOk() {
        return finding.isEmpty();
    }
}
