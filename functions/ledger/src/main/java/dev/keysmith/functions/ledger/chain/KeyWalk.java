package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.chain.Finding.Kind;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.EventPosition.Step;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.store.ChainHead;
import dev.keysmith.functions.ledger.store.EventRow;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A walk along the events of one key. It holds the last of them. */
final class KeyWalk {

    private static final byte[] NOTHING = {};

    /** How many versions of a key are tried: whoever changed a head may have put any number there. */
    private static final long MOST_VERSIONS = 100_000;

    private final String keyId;
    private final Optional<ChainHead> head;
    private final Optional<CheckpointHead> mark;
    private final Seals seals;
    private final Diagnosis diagnosis;
    private @Nullable EventRow last;
    private long length;
    private long epochFrom;
    private boolean metMark;

    /**
     * @param head what the ledger says of the key's end
     * @param mark what a checkpoint says of the key's end when it was made
     */
    KeyWalk(String keyId, Optional<ChainHead> head, Optional<CheckpointHead> mark, Seals seals, Diagnosis diagnosis) {
        this.keyId = keyId;
        this.head = head;
        this.mark = mark;
        this.seals = seals;
        this.diagnosis = diagnosis;
    }

    /** Goes on to the next event; answers what is wrong with it. */
    Optional<Finding> next(EventRow row) {
        Optional<LedgerEvent> event = seals.findEvent(row);
        if (event.isEmpty()) {
            return Optional.of(diagnosis.ofForeignRow(this, row));
        }
        if (!event.get().follows(position())) {
            return Optional.of(diagnosis.ofGap(this, row));
        }
        if (!seals.isLink(row, link())) {
            return Optional.of(diagnosis.ofLink(this, row));
        }
        boolean isNewEpoch = position().map(row.position()::beginsEpochAfter).orElse(true);
        epochFrom = isNewEpoch ? row.version() : epochFrom;
        last = row;
        length++;
        return compareWithMark(row);
    }

    /** What is wrong with the key's end, after its last event. */
    Optional<Finding> end() {
        return compareWithHead().or(this::requireMark);
    }

    private Optional<Finding> compareWithMark(EventRow row) {
        if (mark.isEmpty() || !mark.get().position().equals(row.position())) {
            return Optional.empty();
        }
        metMark = true;
        if (!mark.get().link().equals(HexFormat.of().formatHex(row.findLink().orElse(NOTHING)))) {
            return found(Kind.ALTERED, row.version(), "the event has another link than the checkpoint says");
        }
        return mark.get().length() == length
                ? Optional.empty()
                : found(
                        Kind.ALTERED,
                        row.version(),
                        "there are " + length + " events up to this one, and the checkpoint says "
                                + mark.get().length());
    }

    private Optional<Finding> compareWithHead() {
        if (head.isEmpty()) {
            return last == null ? Optional.empty() : found(Kind.ALTERED, last.version(), "the key has no head");
        }
        Optional<EventPosition> named = Seals.position(head.get());
        Optional<EventPosition> there = position();
        boolean isCut = named.isPresent()
                && there.filter(position -> position.compareTo(named.get()) >= 0)
                        .isEmpty();
        if (isCut) {
            return diagnosis
                    .findMoved(keyId, named.get())
                    .or(() -> found(
                            Kind.TRUNCATED,
                            named.get().version(),
                            "the last event that the key's head names is not there"));
        }
        boolean isSame = named.equals(there)
                && head.get().length() == length
                && head.get().epochFrom() == epochFrom
                && EventSealer.areEqual(
                        link().orElse(NOTHING), head.get().lastLink().orElse(NOTHING));
        if (!isSame) {
            return found(
                    Kind.ALTERED,
                    named.or(() -> there).map(EventPosition::version).orElse(null),
                    "the key's head is not what its events make it");
        }
        return head.get().pending() == 0
                ? Optional.empty()
                : found(Kind.MISSING, null, "events that waited for others are not there");
    }

    private Optional<Finding> requireMark() {
        if (mark.isEmpty() || metMark) {
            return Optional.empty();
        }
        EventPosition named = mark.get().position();
        boolean isCut = position().filter(there -> there.compareTo(named) > 0).isEmpty();
        return diagnosis
                .findMoved(keyId, named)
                .or(() -> found(
                        isCut ? Kind.TRUNCATED : Kind.MISSING,
                        named.version(),
                        "the event that the checkpoint names last of the key is not there"));
    }

    private Optional<Finding> found(Kind kind, @Nullable Long version, String detail) {
        return Optional.of(new Finding(
                kind,
                Optional.of(keyId),
                Optional.ofNullable(version),
                Optional.ofNullable(last)
                        .filter(row -> version != null && row.version() == version)
                        .map(EventRow::action),
                detail));
    }

    String keyId() {
        return keyId;
    }

    /** The position of the last event that was in order. */
    Optional<EventPosition> position() {
        return Optional.ofNullable(last).map(EventRow::position);
    }

    /** The link of that event. */
    Optional<byte[]> link() {
        return Optional.ofNullable(last).flatMap(EventRow::findLink);
    }

    /** Where the ledger says the key's chain ends. */
    Optional<EventPosition> headPosition() {
        return head.flatMap(Seals::position);
    }

    /** How many events the ledger says are linked. */
    long headLength() {
        return head.map(ChainHead::length).orElse(0L);
    }

    /** Whether the checkpoint says that there was an event at this position, or after it. */
    boolean isMarkedAt(EventPosition position) {
        return mark.filter(marked -> marked.position().compareTo(position) >= 0).isPresent();
    }

    /** The position of the event that is missing where this one comes next. */
    EventPosition missingBefore(EventPosition next) {
        EventPosition before = position().orElse(null);
        if (before == null || (!before.createdAt().equals(next.createdAt()) && before.step() == Step.END)) {
            return new EventPosition(next.createdAt(), 0, 1, Step.CHANGE);
        }
        if (!before.createdAt().equals(next.createdAt())) {
            return new EventPosition(before.createdAt(), before.epoch(), before.version(), Step.END);
        }
        return before.epoch() == next.epoch()
                ? new EventPosition(before.createdAt(), before.epoch(), before.version() + 1, Step.CHANGE)
                : new EventPosition(next.createdAt(), next.epoch(), Math.max(1, next.version() - 1), Step.CHANGE);
    }

    /** Whether an event would come next if its epoch were that of the last. */
    boolean followsInTheSameEpoch(EventPosition next) {
        return position()
                .filter(before -> new EventPosition(next.createdAt(), before.epoch(), next.version(), next.step())
                        .follows(before))
                .isPresent();
    }

    /** All positions of the key's events, and what may come next. */
    Stream<EventPosition> positions(EventPosition here) {
        EventPosition end = headPosition().or(this::position).orElse(here);
        long most = Math.min(end.version() + 1, MOST_VERSIONS);
        return Stream.of(here.createdAt(), end.createdAt())
                .distinct()
                .flatMap(createdAt -> LongStream.rangeClosed(1, most)
                        .boxed()
                        .flatMap(version -> Arrays.stream(Step.values())
                                .map(step -> new EventPosition(createdAt, end.epoch(), version, step))));
    }
}
