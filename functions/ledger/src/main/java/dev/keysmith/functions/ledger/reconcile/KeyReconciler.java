package dev.keysmith.functions.ledger.reconcile;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.dynamodb.KeyImage;
import dev.keysmith.functions.ledger.event.EventAction;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.EventPosition.Step;
import dev.keysmith.functions.ledger.event.KeyState;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.inventory.Inventory;
import dev.keysmith.functions.ledger.inventory.InventoryRepository;
import dev.keysmith.functions.ledger.inventory.InventoryRow;
import dev.keysmith.functions.ledger.reconcile.Standing.Closing;
import dev.keysmith.functions.ledger.store.Appended;
import dev.keysmith.functions.ledger.store.EventRow;
import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.table.KeyTableReader;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reconciles one key: closes its gaps, each by one event, and brings the inventory to what the table says. */
@Singleton
final class KeyReconciler {

    private static final String GONE = "removed";

    private final Histories histories;
    private final KeyTableReader table;
    private final LedgerWriter ledger;
    private final Inventory inventory;
    private final InventoryRepository keys;
    private final TransactionOperations<Connection> transactions;
    private final InstantSource clock;

    KeyReconciler(
            Histories histories,
            KeyTableReader table,
            LedgerWriter ledger,
            Inventory inventory,
            InventoryRepository keys,
            TransactionOperations<Connection> transactions,
            InstantSource clock) {
        this.histories = histories;
        this.table = table;
        this.ledger = ledger;
        this.inventory = inventory;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is between the ledger and the table for a key that the table shows like this. It is only a suspicion: nothing is locked. */
    Optional<Closing> suspect(String keyId, Optional<KeyImage> image, Instant before) {
        return standing(keyId, image).findGap(before);
    }

    /** Closes what can be closed; answers the gaps that were closed. */
    List<Gap> reconcile(KeyId keyId, Instant before) {
        return transactions.executeWrite(status -> {
            List<Gap> closed = new ArrayList<>();
            // Nobody appends to the chain meanwhile, so that the table, which is read now, is never behind it.
            ledger.lockHead(keyId.value());
            Optional<KeyImage> image = table.find(keyId);
            for (Optional<Closing> gap = suspect(keyId.value(), image, before);
                    gap.filter(found -> found.at().isPresent()).isPresent();
                    gap = suspect(keyId.value(), image, before)) {
                close(keyId, gap.get().gap(), gap.get().at().orElseThrow(), image);
                closed.add(gap.get().gap());
            }
            return closed;
        });
    }

    private Standing standing(String keyId, Optional<KeyImage> image) {
        return new Standing(keyId, histories.findLast(keyId), histories.findWaiting(keyId), image);
    }

    private void close(KeyId keyId, Gap gap, EventPosition at, Optional<KeyImage> image) {
        Optional<InventoryRow> known = keys.find(keyId.value());
        Optional<EventRow> waiting = histories.findWaiting(keyId.value());
        if (waiting.filter(event -> event.epoch() != at.epoch()).isPresent()) {
            histories.moveWaiting(keyId.value(), at.createdAt(), at.epoch());
        }
        KeyState before = known.flatMap(KeyReconciler::state).orElse(KeyState.NONE);
        LedgerEvent event = new LedgerEvent(
                keyId,
                at,
                EventAction.RECONCILED,
                owner(keyId, image, known),
                Actor.DEPLOYMENT.name(),
                Optional.empty(),
                RequestOrigin.DEPLOYMENT,
                Optional.empty(),
                clock.instant(),
                at.step() == Step.END
                        ? StateText.changes(gap, status(before.status()), status(GONE))
                        : changes(gap, before, image));
        if (ledger.append(event) != Appended.APPENDED) {
            throw new IllegalStateException("the ledger did not take the reconciliation of key " + keyId);
        }
        if (at.step() == Step.END) {
            keys.recordEnd(keyId.value(), at.createdAt(), at.version(), GONE);
        } else {
            image.filter(key -> key.createdAt().equals(at.createdAt()))
                    .ifPresent(key -> inventory.takeOver(key, at.epoch()));
        }
    }

    /** Of a key that was deleted the status alone is told, as its deletion does. */
    private static String changes(Gap gap, KeyState before, Optional<KeyImage> image) {
        return switch (image.orElse(null)) {
            case KeyImage.Live live -> StateText.changes(gap, before, KeyState.of(live));
            case KeyImage.Tombstone tombstone ->
                StateText.changes(
                        gap,
                        status(before.status()),
                        status(KeyState.of(tombstone).status()));
            case null -> StateText.changes(gap, before, before);
        };
    }

    private static KeyState status(String status) {
        return status.isEmpty() ? KeyState.NONE : new KeyState(StateText.fields("{\"status\":\"" + status + "\"}"));
    }

    private static Optional<KeyState> state(InventoryRow key) {
        return Optional.ofNullable(key.state()).map(StateText::fields).map(KeyState::new);
    }

    private Owner owner(KeyId keyId, Optional<KeyImage> image, Optional<InventoryRow> known) {
        return image.map(KeyImage::owner)
                .or(() -> known.map(InventoryRow::owner).map(Owner::new))
                .or(() -> histories.findLast(keyId.value()).map(EventRow::owner).map(Owner::new))
                .or(() -> histories
                        .findWaiting(keyId.value())
                        .map(EventRow::owner)
                        .map(Owner::new))
                .orElseThrow();
    }
}
