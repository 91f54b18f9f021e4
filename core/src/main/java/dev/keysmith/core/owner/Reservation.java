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
     * @param countedAt when the count last changed: when a key was last counted, or all of them anew; empty where that is not
     *     known
     */
    record Full(int count, Optional<Instant> countedAt) implements Reservation {}
}
