package dev.keysmith.core.owner;

import java.time.Instant;
import java.util.Optional;

/** What came of counting one key more for an owner. */
public sealed interface Reservation {

    /** It was counted: the key may be made. */
    record Reserved() implements Reservation {}

    /** The owner's keys are being revoked: none may be made meanwhile. */
    record Blocked() implements Reservation {}

    /**
     * The owner has as many keys as it may have.
     *
     * @param count as many as were counted
     * @param recountedAt when the count was last set right; empty where it never was
     */
    record Full(int count, Optional<Instant> recountedAt) implements Reservation {}
}
