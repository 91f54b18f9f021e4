package dev.keysmith.core.key;

import dev.keysmith.core.replay.Replay;

/**
 * Writes of keys together with the answer that the caller may ask for again: one transaction, so that an answer is kept exactly
 * where something was done. Methods throw {@link dev.keysmith.core.error.UnavailableException} where the store is out of reach.
 */
public interface RepeatableKeyWrites {

    /** {@link KeyRepository#insert}, with the replay of its answer. */
    WriteOutcome insert(KeyRecord record, Change change, Replay replay);

    /** {@link KeyRepository#replace}, with the replay of its answer. */
    WriteOutcome replace(KeyRecord next, Change change, Replay replay);
}
