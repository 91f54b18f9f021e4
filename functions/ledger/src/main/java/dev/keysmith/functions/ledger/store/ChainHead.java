package dev.keysmith.functions.ledger.store;

import dev.keysmith.functions.ledger.event.EventPosition;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code chain_head}: the end of a key's chain.
 *
 * @param createdAt with epoch, version and step the position of the last linked event; null before the first
 * @param epochFrom the version that the epoch began with
 * @param length how many events are linked
 * @param link the last link; null before the first
 * @param pending how many events wait for one that is missing
 */
@MappedEntity("chain_head")
public record ChainHead(
        @Id String keyId,
        @Nullable Instant createdAt,
        @Nullable Integer epoch,
        @Nullable Long version,
        @Nullable Integer step,
        long epochFrom,
        long length,
        // Micronaut Data looks at the component; the type's own annotation is on the array.
        @io.micronaut.core.annotation.Nullable byte @Nullable [] link,
        int pending) {

    /** The position of the last linked event; empty before the first. */
    public Optional<EventPosition> position() {
        return createdAt == null || epoch == null || version == null || step == null
                ? Optional.empty()
                : Optional.of(new EventPosition(createdAt, epoch, version, EventPosition.Step.values()[step]));
    }

    /** The last link; empty before the first. */
    public Optional<byte[]> lastLink() {
        return link == null ? Optional.empty() : Optional.of(link.clone());
    }

    /** The head after one event more. */
    ChainHead with(EventRow event) {
        boolean isNewEpoch = position().map(event.position()::beginsEpochAfter).orElse(true);
        return new ChainHead(
                keyId,
                event.createdAt(),
                event.epoch(),
                event.version(),
                event.step(),
                isNewEpoch ? event.version() : epochFrom,
                length + 1,
                event.link(),
                pending);
    }

    ChainHead withPending(int waiting) {
        return new ChainHead(keyId, createdAt, epoch, version, step, epochFrom, length, link, waiting);
    }
}
