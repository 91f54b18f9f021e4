package dev.keysmith.functions.ledger.deadletter;

/** Where dead letters are kept until somebody has replayed them. */
public interface DeadLetters {

    /**
     * Keeps a dead letter; once this has returned, it is durable. Keeping it again replaces it.
     *
     * @throws dev.keysmith.core.error.UnavailableException where it cannot be kept
     */
    void put(DeadLetter letter);
}
