package dev.keysmith.functions.ledger.store;

import dev.keysmith.functions.ledger.chain.EventSealer;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Appends events to the chains of their keys, each once, whatever the order in which they come. An event is linked when all before it
 * are; until then it waits. What is linked never changes.
 */
@Singleton
public final class LedgerWriter {

    private final ChainHeadRepository heads;
    private final EventRepository events;
    private final EventSealer sealer;

    LedgerWriter(ChainHeadRepository heads, EventRepository events, EventSealer sealer) {
        this.heads = heads;
        this.events = events;
        this.sealer = sealer;
    }

    /**
     * The head of a key's chain, locked until the caller's transaction ends: nobody else appends to it meanwhile.
     */
    public ChainHead lockHead(String keyId) {
        Optional<ChainHead> head = heads.lock(keyId);
        if (head.isPresent()) {
            return head.get();
        }
        heads.make(keyId);
        return heads.lock(keyId).orElseThrow();
    }

    /**
     * Appends an event within the caller's transaction.
     *
     * @param event of epoch 0: the epoch is this ledger's to tell. What was reconciled has the epoch that it is to begin or go on with
     */
    public Appended append(LedgerEvent event) {
        if (event.position().isFirst()) {
            heads.make(event.keyId().value());
        }
        ChainHead head = lockHead(event.keyId().value());
        LedgerEvent placed = event.atEpoch(Math.max(event.position().epoch(), epochOf(event, head)));
        if (mayBeThere(placed, head)) {
            Optional<Appended> before = findBefore(placed, head);
            if (before.isPresent()) {
                return before.get();
            }
        }
        if (placed.follows(head.position())) {
            ChainHead extended = head.with(insertLinked(placed, head));
            heads.update(head.pending() == 0 ? extended : linkPending(extended));
        } else {
            insertPending(placed);
            heads.update(head.withPending(head.pending() + 1));
        }
        return Appended.APPENDED;
    }

    /** The epoch of what the streams tell of a key at this position, within the caller's transaction. */
    public int epochOf(LedgerEvent event) {
        return epochOf(event, lockHead(event.keyId().value()));
    }

    /** A version that came before a restored table began to count again is of the epoch before. */
    private static int epochOf(LedgerEvent event, ChainHead head) {
        EventPosition position = event.position();
        return head.position()
                .filter(last -> last.createdAt().equals(position.createdAt()))
                .filter(last -> position.version() >= head.epochFrom())
                .map(EventPosition::epoch)
                .orElse(0);
    }

    private static boolean mayBeThere(LedgerEvent event, ChainHead head) {
        return head.pending() > 0
                || head.position()
                        .filter(last -> last.epoch() > 0 || event.position().compareTo(last) <= 0)
                        .isPresent();
    }

    private Optional<Appended> findBefore(LedgerEvent event, ChainHead head) {
        EventPosition position = event.position();
        List<EventRow> rows =
                events.findAtVersion(event.keyId().value(), position.createdAt(), position.version()).stream()
                        .filter(row -> row.step() == position.step().ordinal())
                        .toList();
        if (rows.stream().anyMatch(row -> EventSealer.areEqual(row.seal(), sealer.seal(event, row.hmacKey())))) {
            return Optional.of(Appended.DUPLICATE);
        }
        boolean isTaken = rows.stream().anyMatch(row -> row.epoch() == position.epoch());
        boolean isLate =
                head.position().filter(last -> position.compareTo(last) <= 0).isPresent();
        return isTaken || isLate ? Optional.of(Appended.CONFLICT) : Optional.empty();
    }

    private EventRow insertLinked(LedgerEvent event, ChainHead head) {
        int key = sealer.activeKey();
        byte[] seal = sealer.seal(event, key);
        EventRow row = EventRow.of(
                event, key, seal, sealer.link(head.lastLink(), event.position().epoch(), seal, key));
        events.insert(row);
        return row;
    }

    private void insertPending(LedgerEvent event) {
        int key = sealer.activeKey();
        events.insert(EventRow.of(event, key, sealer.seal(event, key), null));
    }

    private ChainHead linkPending(ChainHead head) {
        ChainHead extended = head;
        for (EventRow row : events.findPending(head.keyId())) {
            if (!row.event().follows(extended.position())) {
                break;
            }
            EventRow linked = row.withLink(sealer.link(extended.lastLink(), row.epoch(), row.seal(), row.hmacKey()));
            events.updateLink(linked);
            extended = extended.with(linked).withPending(extended.pending() - 1);
        }
        return extended;
    }
}
