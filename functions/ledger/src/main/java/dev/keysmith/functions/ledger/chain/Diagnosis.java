package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.chain.Finding.Kind;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.store.EventRow;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells what kind of fault it is. It looks for what is missing, or does not belong, in the whole ledger once; a verification ends with
 * its first fault.
 */
@Singleton
final class Diagnosis {

    private final LedgerSnapshot ledger;
    private final Seals seals;

    Diagnosis(LedgerSnapshot ledger, Seals seals) {
        this.ledger = ledger;
        this.seals = seals;
    }

    /** Of a row whose seal is not right for where it stands. */
    Finding ofForeignRow(KeyWalk walk, EventRow row) {
        Optional<Place> place = Seals.place(row);
        return place.flatMap(here -> searchLedger(row, here))
                .or(() -> place.flatMap(here -> searchHistory(walk, row, here)))
                .orElseGet(() -> isOfTheChain(walk, row, place)
                        ? finding(Kind.ALTERED, row, "what is written does not match its seal")
                        : finding(Kind.APPENDED, row, "no ledger wrote this row"));
    }

    /** Whether a row is a copy, stands in another's place, or came from another key. */
    private Optional<Finding> searchLedger(EventRow row, Place here) {
        Optional<Finding> fromAnotherKey = Optional.empty();
        Cursor<EventRow> all = ledger.events();
        for (Optional<EventRow> next = all.next(); next.isPresent(); next = all.next()) {
            EventRow other = next.get();
            if (isSameRow(row, other)) {
                continue;
            }
            if (EventSealer.areEqual(other.seal(), row.seal())
                    && seals.findEvent(other).isPresent()) {
                return Optional.of(finding(
                        Kind.APPENDED,
                        row,
                        "the row is a copy of version " + other.version() + " of key " + other.keyId()));
            }
            Optional<Place> there = Seals.place(other);
            if (there.isPresent() && areExchanged(row, here, other, there.get())) {
                return Optional.of(finding(
                        Kind.REORDERED,
                        row,
                        "the row and that of version " + other.version() + " of key " + other.keyId()
                                + " stand in each other's place"));
            }
            if (fromAnotherKey.isEmpty()
                    && !other.keyId().equals(row.keyId())
                    && seals.belongsTo(row, new Place(other.keyId(), here.position()))) {
                fromAnotherKey =
                        Optional.of(moved(other.keyId(), row.version(), row, "the event stands at another key"));
            }
        }
        return fromAnotherKey;
    }

    private boolean areExchanged(EventRow row, Place here, EventRow other, Place there) {
        return seals.belongsTo(row, there)
                || seals.isSealOf(row.seal(), row.hmacKey(), other, here)
                || seals.isSealOf(other.seal(), other.hmacKey(), row, here);
    }

    /** Whether a row is one of the same key whose position was changed. */
    private Optional<Finding> searchHistory(KeyWalk walk, EventRow row, Place here) {
        return walk.positions(here.position())
                .filter(position -> seals.belongsTo(row, new Place(walk.keyId(), position)))
                .findFirst()
                .map(position -> moved(walk.keyId(), position.version(), row, "the event stands at another position"));
    }

    /** Whether the ledger linked a row here, whatever it says now. */
    private boolean isOfTheChain(KeyWalk walk, EventRow row, Optional<Place> here) {
        if (seals.isLinkByAnyKey(row, walk.link()) || seals.isSealedByAnyKey(row)) {
            return true;
        }
        if (ledger.findNext(row).filter(next -> seals.isLink(next, walk.link())).isPresent()) {
            return false;
        }
        return here.map(Place::position)
                .filter(position -> walk.isMarkedAt(position)
                        || walk.headPosition()
                                .filter(head -> head.compareTo(position) > 0)
                                .isPresent())
                .isPresent();
    }

    /** Of an event that does not follow the one before. */
    Finding ofGap(KeyWalk walk, EventRow row) {
        if (walk.followsInTheSameEpoch(row.position())) {
            return finding(Kind.ALTERED, row, "the event's epoch is another");
        }
        EventPosition missing = walk.missingBefore(row.position());
        return findCopied(row)
                .or(() -> findMoved(walk.keyId(), missing, row))
                .orElseGet(() -> new Finding(
                        Kind.MISSING,
                        Optional.of(walk.keyId()),
                        Optional.of(missing.version()),
                        Optional.empty(),
                        row.findLink().isEmpty()
                                ? "the event is not there; version " + row.version() + " waits for it"
                                : "the event is not there"));
    }

    /** An epoch is not in the seal: a copy with another one has the right seal, too. */
    private Optional<Finding> findCopied(EventRow row) {
        return search(other -> !isSameRow(row, other)
                        && other.keyId().equals(row.keyId())
                        && EventSealer.areEqual(other.seal(), row.seal()))
                .map(other -> finding(Kind.APPENDED, row, "the row is a copy of version " + other.version()));
    }

    /** Whether what is missing from where another event stands is somewhere else. */
    private Optional<Finding> findMoved(String keyId, EventPosition missing, EventRow instead) {
        Place place = new Place(keyId, missing);
        return search(other -> seals.belongsTo(other, place))
                .map(other -> Seals.place(other).equals(Optional.of(place))
                        ? finding(Kind.ALTERED, instead, "the event's epoch is another")
                        : moved(keyId, missing.version(), other, "the event stands at another position"));
    }

    /** Of a last event that is not there: whether it is somewhere else. */
    Optional<Finding> findMoved(String keyId, EventPosition missing) {
        return search(other -> seals.belongsTo(other, new Place(keyId, missing)))
                .map(other -> moved(keyId, missing.version(), other, "the event stands at another position"));
    }

    private Optional<EventRow> search(Predicate<EventRow> wanted) {
        Cursor<EventRow> all = ledger.events();
        for (Optional<EventRow> next = all.next(); next.isPresent(); next = all.next()) {
            if (wanted.test(next.get())) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** Of an event in its place whose link is not the one from the link before. */
    Finding ofLink(KeyWalk walk, EventRow row) {
        if (row.findLink().filter(link -> isOneMissing(walk, row, link)).isPresent()) {
            long version = walk.missingBefore(row.position()).version();
            long before = walk.position().map(EventPosition::version).orElse(1L);
            return new Finding(
                    Kind.MISSING,
                    Optional.of(walk.keyId()),
                    // Between neighbours only an expiry, or an end, can be missing.
                    Optional.of(version < row.version() ? version : before),
                    Optional.empty(),
                    "an event before version " + row.version() + " is not there");
        }
        return finding(Kind.ALTERED, row, "the event's link, or its epoch, is another");
    }

    /** What comes after vouches for a link; a head that counts more events than there are, too. */
    private boolean isOneMissing(KeyWalk walk, EventRow row, byte[] link) {
        return ledger.findNext(row)
                        .filter(next -> seals.isLink(next, Optional.of(link)))
                        .isPresent()
                || walk.headLength() > ledger.countLinked(walk.keyId());
    }

    private static boolean isSameRow(EventRow one, EventRow other) {
        return one.keyId().equals(other.keyId())
                && one.createdAt().equals(other.createdAt())
                && one.epoch() == other.epoch()
                && one.version() == other.version()
                && one.step() == other.step();
    }

    private static Finding finding(Kind kind, EventRow row, String detail) {
        return new Finding(
                kind, Optional.of(row.keyId()), Optional.of(row.version()), Optional.of(row.action()), detail);
    }

    private static Finding moved(String keyId, long version, EventRow row, String detail) {
        return new Finding(
                Kind.ALTERED,
                Optional.of(keyId),
                Optional.of(version),
                Optional.of(row.action()),
                detail + ": version " + row.version() + " of key " + row.keyId());
    }
}
