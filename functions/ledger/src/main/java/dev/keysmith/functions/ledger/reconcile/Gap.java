package dev.keysmith.functions.ledger.reconcile;

/**
 * Versions of a key that the ledger lacks, or that the table lost.
 *
 * @param keyId the key
 * @param fromVersion the first of them
 * @param toVersion the last of them
 * @param detail what is the matter, in a sentence
 */
public record Gap(String keyId, long fromVersion, long toVersion, String detail) {

    Gap withDetail(String other) {
        return new Gap(keyId, fromVersion, toVersion, other);
    }
}
