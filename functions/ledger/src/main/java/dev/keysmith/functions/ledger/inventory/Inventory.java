package dev.keysmith.functions.ledger.inventory;

import dev.keysmith.core.key.dynamodb.KeyImage;
import dev.keysmith.functions.ledger.event.KeyChange;
import dev.keysmith.functions.ledger.event.KeyState;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import jakarta.inject.Singleton;

/** Keeps the inventory in step with the events, within the caller's transaction. */
@Singleton
public final class Inventory {

    private final InventoryRepository keys;

    Inventory(InventoryRepository keys) {
        this.keys = keys;
    }

    /**
     * Takes over what a record says.
     *
     * @param epoch the epoch of its events
     */
    public void apply(KeyChange change, int epoch) {
        // A version that nothing changed is in the inventory already.
        if (change.after().isPresent() && !change.events().isEmpty()) {
            takeOver(change.after().get(), epoch);
            if (change.before().isEmpty()) {
                KeyImage key = change.after().get();
                keys.adoptUsage(key.keyId().value(), key.owner().value());
            }
        }
        change.events().forEach(this::apply);
    }

    /** Takes over a key as its item shows it, unless the inventory has a newer version. */
    public void takeOver(KeyImage key, int epoch) {
        KeyState state = KeyState.of(key);
        keys.upsert(new InventoryRow(
                key.keyId().value(),
                key.owner().value(),
                state.status(),
                key instanceof KeyImage.Live live ? live.metadata().name() : null,
                key.role().value(),
                key.environment().wireName(),
                key.createdAt(),
                key.expiresAt(),
                key.version(),
                epoch,
                state.toJson(),
                false));
    }

    /** Notes an event that makes no version. */
    public void apply(LedgerEvent event) {
        String keyId = event.keyId().value();
        switch (event.position().step()) {
            case CHANGE -> {}
            case EXPIRY ->
                keys.recordExpiry(
                        keyId, event.position().createdAt(), event.position().version());
            case END ->
                keys.recordEnd(
                        keyId,
                        event.position().createdAt(),
                        event.position().version(),
                        event.action().wireName());
        }
    }
}
