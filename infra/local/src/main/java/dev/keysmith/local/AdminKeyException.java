package dev.keysmith.local;

/** The admin key cannot be read or rotated. The message says why, and nothing of the key. */
final class AdminKeyException extends Exception {

    private static final long serialVersionUID = 1;

    AdminKeyException(String message) {
        super(message);
    }

    AdminKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
