package dev.keysmith.core.owner;

import dev.keysmith.core.access.Owner;

/**
 * Where owners are kept. Methods throw {@link dev.keysmith.core.error.UnavailableException} where the store is out of reach.
 */
public interface OwnerRepository {

    /**
     * Counts one key more for an owner: one conditional write. A key that is then not made after all stays counted: the count
     * may be too high, and never too low.
     *
     * @param most the most keys that the owner may have
     * @return false if the owner has that many already
     */
    boolean reserveKey(Owner owner, int most);
}
