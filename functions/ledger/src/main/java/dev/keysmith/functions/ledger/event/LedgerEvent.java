package dev.keysmith.functions.ledger.event;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.RequestOrigin;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened to a key. It never holds a secret, a hash or a token.
 *
 * @param keyId the key
 * @param position where it stands in the key's history
 * @param action what happened
 * @param owner whose key it is
 * @param actor who did it: a key id, or {@code deployment}
 * @param actorOwner the owner of that key; empty for a deployment
 * @param origin the request that asked for it
 * @param reason why, in the words of who asked
 * @param at when, in whole milliseconds
 * @param changes what changed, field by field: {@code {"name": {"before": "a", "after": "b"}}}, as JSON text with sorted names
 */
public record LedgerEvent(
        KeyId keyId,
        EventPosition position,
        EventAction action,
        Owner owner,
        String actor,
        Optional<Owner> actorOwner,
        RequestOrigin origin,
        Optional<String> reason,
        Instant at,
        String changes) {

    /**
     * Whether nothing can be missing before it. What was reconciled closes every gap.
     *
     * @param previous where the event before it stands; empty where a history would begin with this
     */
    public boolean follows(Optional<EventPosition> previous) {
        boolean closesGaps = action == EventAction.RECONCILED;
        return previous.map(before -> closesGaps ? position.compareTo(before) > 0 : position.follows(before))
                .orElseGet(() -> closesGaps || position.isFirst());
    }

    /** The same at another epoch. */
    public LedgerEvent atEpoch(int epoch) {
        return new LedgerEvent(
                keyId,
                new EventPosition(position.createdAt(), epoch, position.version(), position.step()),
                action,
                owner,
                actor,
                actorOwner,
                origin,
                reason,
                at,
                changes);
    }
}
