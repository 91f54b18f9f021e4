package dev.keysmith.functions.ledger.task;

import dev.keysmith.core.error.UnavailableException;

/** A task that cannot be done. Its message says why, and nothing of what a secret or a record holds. */
public final class TaskException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TaskException(String message) {
        super(message);
    }

    /** What the runtime is told: our own message where there is one. Another library's may quote what it read. */
    public static TaskException withoutCause(Exception failure) {
        return switch (failure) {
            case TaskException known -> known;
            case UnavailableException known -> new TaskException(String.valueOf(known.getMessage()));
            default -> new TaskException("the task failed; the log tells why");
        };
    }
}
