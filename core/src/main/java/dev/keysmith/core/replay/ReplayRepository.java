package dev.keysmith.core.replay;

import java.util.Optional;

/**
 * Where replays are kept. They are written by who writes what they repeat, in the same transaction.
 *
 * @see dev.keysmith.core.key.KeyRepository
 */
public interface ReplayRepository {

    /**
     * The replay of this id, one that has expired included: one consistent read.
     *
     * @throws dev.keysmith.core.error.UnavailableException where the store is out of reach
     */
    Optional<Replay> find(String id);
}
