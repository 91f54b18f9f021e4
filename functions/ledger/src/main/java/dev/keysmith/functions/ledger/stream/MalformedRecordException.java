package dev.keysmith.functions.ledger.stream;

/** A record that is not as it must be. The message says what is wrong, and repeats nothing of the record. */
public final class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedRecordException(String message) {
        super(message);
    }
}
