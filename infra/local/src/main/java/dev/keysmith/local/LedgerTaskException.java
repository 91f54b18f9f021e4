package dev.keysmith.local;

/** A task of the ledger could not be done. The message says why, in one line. */
final class LedgerTaskException extends Exception {

    private static final long serialVersionUID = 1;

    LedgerTaskException(String message) {
        super(message);
    }

    LedgerTaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
