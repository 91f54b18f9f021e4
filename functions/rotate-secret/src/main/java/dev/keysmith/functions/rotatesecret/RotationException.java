package dev.keysmith.functions.rotatesecret;

/** Something that cannot be done. Its message says why, and nothing of what a secret holds. */
final class RotationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RotationException(String message) {
        super(message);
    }

    /** What the runtime is told: our own message where there is one. Another library's may quote what it read. */
    static RotationException withoutCause(Exception failure) {
        return failure instanceof RotationException known
                ? known
                : new RotationException("it failed; the log tells why");
    }
}
