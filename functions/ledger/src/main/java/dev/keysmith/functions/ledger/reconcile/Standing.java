package dev.keysmith.functions.ledger.reconcile;

import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.dynamodb.KeyImage;
import dev.keysmith.functions.ledger.event.EventAction;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.EventPosition.Step;
import dev.keysmith.functions.ledger.store.EventRow;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a key stands in the ledger and in the table.
 *
 * @param keyId the key
 * @param last the last linked event
 * @param waiting the first event that waits for another
 * @param image the key in the table
 */
record Standing(String keyId, Optional<EventRow> last, Optional<EventRow> waiting, Optional<KeyImage> image) {

    /**
     * How a gap is closed.
     *
     * @param gap what it is
     * @param at where the event that closes it goes; empty where none can
     */
    record Closing(Gap gap, Optional<EventPosition> at) {}

    /**
     * What is between ledger and table.
     *
     * @param before changes that are not older than this may still be on their way
     */
    Optional<Closing> findGap(Instant before) {
        if (waiting.isPresent()) {
            return Optional.of(gapBefore(waiting.get()));
        }
        if (image.isEmpty()) {
            return last.filter(event -> event.step() != Step.END.ordinal())
                    .filter(event -> event.at().isBefore(before))
                    .map(this::missingEnd);
        }
        KeyImage key = image.get();
        EventPosition there = last.map(EventRow::position).orElse(null);
        if (there == null || key.createdAt().isAfter(there.createdAt())) {
            return ahead(key, 1, 0, before);
        }
        if (key.createdAt().isBefore(there.createdAt())) {
            return Optional.of(new Closing(
                    gap(key.version(), key.version(), "the table holds the key as it was before it was imported again"),
                    Optional.empty()));
        }
        if (there.step() != Step.END && key.version() > there.version()) {
            return ahead(key, there.version() + 1, there.epoch(), before);
        }
        return isRestored(key, there) ? Optional.of(restored(key, there)) : Optional.empty();
    }

    private Closing gapBefore(EventRow event) {
        EventPosition next = event.position();
        long version = next.step() == Step.CHANGE ? next.version() - 1 : next.version();
        EventPosition there = last.map(EventRow::position).orElse(null);
        if (there != null && !there.createdAt().equals(next.createdAt()) && next.isFirst()) {
            return missingEnd(last.orElseThrow());
        }
        if (there == null || !there.createdAt().equals(next.createdAt())) {
            return closing(1, version, new EventPosition(next.createdAt(), next.epoch(), version, Step.CHANGE));
        }
        // What comes after the end, in the same life, comes from a table that was restored.
        int epoch = there.step() == Step.END ? there.epoch() + 1 : next.epoch();
        return closing(
                Math.min(there.version() + 1, version),
                version,
                new EventPosition(next.createdAt(), epoch, version, Step.CHANGE));
    }

    private Closing closing(long from, long to, EventPosition at) {
        return new Closing(gap(from, to, "events are missing"), Optional.of(at));
    }

    private Closing missingEnd(EventRow event) {
        return new Closing(
                gap(event.version(), event.version(), "the key is gone from the table, and no event says so"),
                Optional.of(new EventPosition(event.createdAt(), event.epoch(), event.version(), Step.END)));
    }

    private Optional<Closing> ahead(KeyImage key, long from, int epoch, Instant before) {
        return key.lastChange().change().at().isBefore(before)
                ? Optional.of(closing(
                        from, key.version(), new EventPosition(key.createdAt(), epoch, key.version(), Step.CHANGE)))
                : Optional.empty();
    }

    /** The ledger hears of nothing before the table has it: where the table is behind, it was restored. */
    private boolean isRestored(KeyImage key, EventPosition there) {
        return there.step() == Step.END || key.version() < there.version() || isAnotherChange(key);
    }

    /** Whether the version that both have was made by different changes. */
    private boolean isAnotherChange(KeyImage key) {
        Change change = key.lastChange().change();
        return last.filter(event -> event.step() == Step.CHANGE.ordinal())
                .filter(event -> !event.action().equals(EventAction.RECONCILED.wireName()))
                .filter(event -> !event.at().equals(change.at())
                        || !event.requestId().equals(change.origin().requestId())
                        || !event.action().equals(change.action().wireName()))
                .isPresent();
    }

    private Closing restored(KeyImage key, EventPosition there) {
        long from = Math.min(key.version() + 1, there.version());
        return new Closing(
                gap(
                        from,
                        Math.max(from, there.version()),
                        "the table was restored: it has version " + key.version() + ", and the ledger has version "
                                + there.version()),
                Optional.of(new EventPosition(key.createdAt(), there.epoch() + 1, key.version(), Step.CHANGE)));
    }

    private Gap gap(long from, long to, String detail) {
        return new Gap(keyId, from, to, detail);
    }
}
