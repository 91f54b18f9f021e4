package dev.keysmith.functions.ledger.store;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.functions.ledger.event.EventAction;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code event}.
 *
 * @param step the ordinal of {@link EventPosition.Step}
 * @param hmacKey the version of the key that it is sealed with
 * @param link null while an event before it is missing
 */
@MappedEntity("event")
public record EventRow(
        @Id String keyId,
        Instant createdAt,
        int epoch,
        long version,
        int step,
        String action,
        String owner,
        String actor,
        @Nullable String actorOwner,
        String sourceIp,
        String requestId,
        @Nullable String reason,
        Instant at,
        String changes,
        int hmacKey,
        byte[] seal,
        // Micronaut Data looks at the component; the type's own annotation is on the array.
        @io.micronaut.core.annotation.Nullable byte @Nullable [] link) {

    /** The row of an event. */
    public static EventRow of(LedgerEvent event, int hmacKey, byte[] seal, byte @Nullable [] link) {
        return new EventRow(
                event.keyId().value(),
                event.position().createdAt(),
                event.position().epoch(),
                event.position().version(),
                event.position().step().ordinal(),
                event.action().wireName(),
                event.owner().value(),
                event.actor(),
                event.actorOwner().map(Owner::value).orElse(null),
                event.origin().sourceIp(),
                event.origin().requestId(),
                event.reason().orElse(null),
                event.at(),
                event.changes(),
                hmacKey,
                seal,
                link);
    }

    /** The same with a link. */
    EventRow withLink(byte[] newLink) {
        return new EventRow(
                keyId,
                createdAt,
                epoch,
                version,
                step,
                action,
                owner,
                actor,
                actorOwner,
                sourceIp,
                requestId,
                reason,
                at,
                changes,
                hmacKey,
                seal,
                newLink);
    }

    /** The link; empty while an event before it is missing. */
    public Optional<byte[]> findLink() {
        return link == null ? Optional.empty() : Optional.of(link.clone());
    }

    public EventPosition position() {
        return new EventPosition(createdAt, epoch, version, EventPosition.Step.values()[step]);
    }

    /** The event. Throws {@link IllegalArgumentException} for a row that no event makes: somebody else wrote it. */
    public LedgerEvent event() {
        return eventAt(keyId, position());
    }

    /** The event that its content would be for another key, or elsewhere. Throws {@link IllegalArgumentException} where it would be none. */
    public LedgerEvent eventAt(String key, EventPosition place) {
        return new LedgerEvent(
                new KeyId(key),
                place,
                EventAction.parse(action),
                new Owner(owner),
                actor,
                Optional.ofNullable(actorOwner).map(Owner::new),
                new RequestOrigin(requestId, sourceIp),
                Optional.ofNullable(reason),
                at,
                changes);
    }
}
