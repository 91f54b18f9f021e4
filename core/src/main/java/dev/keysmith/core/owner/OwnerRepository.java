package dev.keysmith.core.owner;

import dev.keysmith.core.access.Owner;
import java.time.Instant;

/**
 * Where owners are kept. Methods throw {@link dev.keysmith.core.error.UnavailableException} where the store is out of reach.
 */
public interface OwnerRepository {

    /**
     * Counts one key more for an owner: one conditional write. A key that is then not made after all stays counted, and so does
     * one that is removed later: the count may be too high, and is set right by {@link #recount}.
     *
     * @param most the most keys that the owner may have
     */
    Reservation reserveKey(Owner owner, int most, Instant at);

    /**
     * Sets an owner's count right: one write, on condition that nothing was counted since.
     *
     * @param seen the count that is to be replaced
     * @param counted the keys that there are
     */
    void recount(Owner owner, Reservation.Full seen, int counted, Instant at);

    /**
     * Keeps keys from being issued for an owner: one write. Once it has answered, no reservation that starts later succeeds.
     *
     * @return from when on issuing has been blocked: an earlier block stays as it is
     */
    Instant blockIssuing(Owner owner, Instant at);

    /** Lets keys be issued again, unless issuing was blocked anew since: one conditional write. */
    void unblockIssuing(Owner owner, Instant blockedAt);
}
