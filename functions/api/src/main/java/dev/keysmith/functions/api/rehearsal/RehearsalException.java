package dev.keysmith.functions.api.rehearsal;

/** A rehearsal that went otherwise than its script. */
final class RehearsalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RehearsalException(String message) {
        super(message);
    }
}
