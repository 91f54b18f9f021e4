package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.store.ChainHead;
import dev.keysmith.functions.ledger.store.EventRow;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.IntStream;

/** Holds rows against seals and links. Nothing of a row is taken for granted: anybody may have written it. */
@Singleton
final class Seals {

    private final EventSealer sealer;
    private final LedgerKeys keys;

    Seals(EventSealer sealer, LedgerKeys keys) {
        this.sealer = sealer;
        this.keys = keys;
    }

    /** The event of a row that a ledger sealed for where it stands; empty for any other row. */
    Optional<LedgerEvent> findEvent(EventRow row) {
        return place(row)
                .flatMap(place -> content(row, place))
                .filter(event -> isSeal(row.seal(), event, row.hmacKey()));
    }

    /** Whether a row's content and seal are those of another place. */
    boolean belongsTo(EventRow row, Place place) {
        return content(row, place)
                .filter(event -> isSeal(row.seal(), event, row.hmacKey()))
                .isPresent();
    }

    /** Whether a seal is right for a row's content at a place, under the key of this version. */
    boolean isSealOf(byte[] seal, int keyVersion, EventRow content, Place place) {
        return content(content, place)
                .filter(event -> isSeal(seal, event, keyVersion))
                .isPresent();
    }

    /** Whether a row's seal is right for it under another key than it names. */
    boolean isSealedByAnyKey(EventRow row) {
        return place(row)
                .flatMap(place -> content(row, place))
                .filter(event -> keyVersions().anyMatch(version -> isSeal(row.seal(), event, version)))
                .isPresent();
    }

    /** Whether a row's link is the one from the link before to its seal. */
    boolean isLink(EventRow row, Optional<byte[]> previous) {
        return keys.find(row.hmacKey()).isPresent() && isLink(row, previous, row.seal(), row.hmacKey());
    }

    /** Whether a row's link is, under any key, the one from the link before to the seal that the row has, or should have. */
    boolean isLinkByAnyKey(EventRow row, Optional<byte[]> previous) {
        Optional<LedgerEvent> event = place(row).flatMap(place -> content(row, place));
        return keyVersions()
                .anyMatch(version -> isLink(row, previous, row.seal(), version)
                        || event.filter(content -> isLink(row, previous, sealer.seal(content, version), version))
                                .isPresent());
    }

    private boolean isLink(EventRow row, Optional<byte[]> previous, byte[] seal, int keyVersion) {
        return row.findLink()
                .filter(link -> EventSealer.areEqual(link, sealer.link(previous, row.epoch(), seal, keyVersion)))
                .isPresent();
    }

    private boolean isSeal(byte[] seal, LedgerEvent event, int keyVersion) {
        return keys.find(keyVersion).isPresent() && EventSealer.areEqual(seal, sealer.seal(event, keyVersion));
    }

    /** Where a row stands; empty where no event can. */
    static Optional<Place> place(EventRow row) {
        boolean isStep = row.step() >= 0 && row.step() < EventPosition.Step.values().length;
        return isStep ? Optional.of(new Place(row.keyId(), row.position())) : Optional.empty();
    }

    /** The position that a head names; empty where it names none, or one that cannot be. */
    static Optional<EventPosition> position(ChainHead head) {
        Integer step = head.step();
        boolean isStep = step != null && step >= 0 && step < EventPosition.Step.values().length;
        return isStep ? head.position() : Optional.empty();
    }

    /** The event that a row's content would be at a place; empty where it would be none. */
    private static Optional<LedgerEvent> content(EventRow row, Place place) {
        // The seal knows milliseconds.
        if (!isWholeMillis(row.at()) || !isWholeMillis(place.position().createdAt())) {
            return Optional.empty();
        }
        try {
            return Optional.of(row.eventAt(place.keyId(), place.position()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private IntStream keyVersions() {
        return IntStream.rangeClosed(1, keys.activeVersion())
                .filter(version -> keys.find(version).isPresent());
    }

    private static boolean isWholeMillis(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.MILLIS));
    }
}
