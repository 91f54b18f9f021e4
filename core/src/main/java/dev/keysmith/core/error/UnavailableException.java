package dev.keysmith.core.error;

import org.jspecify.annotations.Nullable;

/**
 * A part that Keysmith depends on is out of reach or not in order. It is never a verdict on a credential: whoever catches it
 * answers 503 {@code unavailable}. The message is internal and holds no secret.
 */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
