package dev.keysmith.local;

/** The local stack cannot start for a reason that its user can mend. The message says what to do, in one line. */
public final class LocalStackException extends Exception {

    private static final long serialVersionUID = 1;

    LocalStackException(String message) {
        super(message);
    }

    LocalStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
