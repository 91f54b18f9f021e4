package dev.keysmith.functions.ledger.task;

import dev.keysmith.functions.ledger.objects.ObjectName;
import java.time.Duration;
import java.util.Optional;

/** Something that is to be done with the ledger. */
sealed interface Task {

    /** Bring the database to this version of Keysmith, and its users to what they may do. */
    record Migrate() implements Task {}

    /** Write events of keys that expired. */
    record Expire() implements Task {}

    /** Make a checkpoint, and store it. */
    record Checkpoint() implements Task {}

    /**
     * Verify the ledger.
     *
     * @param checkpoint against this one; empty for the newest in the store, where there is one
     */
    record Verify(Optional<ObjectName> checkpoint) implements Task {}

    /**
     * Bring the ledger to what the table of keys says.
     *
     * @param olderThan how old a change must be that the ledger lacks: younger ones may still be on their way
     */
    record Reconcile(Duration olderThan) implements Task {}

    /** List what was put aside. */
    record DeadLetters() implements Task {}

    /**
     * Store again what was put aside.
     *
     * @param id of one; empty for all
     */
    record Replay(Optional<String> id) implements Task {}

    /**
     * Give up what was put aside, and can never be stored.
     *
     * @param id of one
     */
    record Discard(String id) implements Task {}
}
