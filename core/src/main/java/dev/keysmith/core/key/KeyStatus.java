package dev.keysmith.core.key;

import java.time.Instant;
import java.util.Optional;

/** Whether a key was revoked. Expiry is no status: it follows from the time. */
public sealed interface KeyStatus {

    /** Not revoked. */
    record Active() implements KeyStatus {}

    /**
     * Revoked, for good.
     *
     * @param at when
     * @param by who: a key id
     * @param reason why, in the revoker's words
     */
    record Revoked(Instant at, String by, Optional<String> reason) implements KeyStatus {}
}
