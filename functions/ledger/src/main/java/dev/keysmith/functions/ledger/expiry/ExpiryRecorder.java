package dev.keysmith.functions.ledger.expiry;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.dynamodb.KeyImage;
import dev.keysmith.functions.ledger.event.KeyChange;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.inventory.Inventory;
import dev.keysmith.functions.ledger.inventory.InventoryRow;
import dev.keysmith.functions.ledger.store.Appended;
import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.table.KeyTableReader;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Writes the {@code expired} events of keys that nothing happened to since: the stream tells nothing of them. A key's item is read
 * before: where it changed meanwhile, the ledger hears of it from the stream, and writes the very same event then if there is one.
 */
@Singleton
public final class ExpiryRecorder {

    /** How far a function's clock may be behind ours: a refresh by such a one may still come, at a time before the expiry. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final ExpiredKeys keys;
    private final KeyTableReader table;
    private final LedgerWriter ledger;
    private final Inventory inventory;
    private final TransactionOperations<Connection> transactions;
    private final InstantSource clock;

    ExpiryRecorder(
            ExpiredKeys keys,
            KeyTableReader table,
            LedgerWriter ledger,
            Inventory inventory,
            TransactionOperations<Connection> transactions,
            InstantSource clock) {
        this.keys = keys;
        this.table = table;
        this.ledger = ledger;
        this.inventory = inventory;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Writes what is due; answers how many events it wrote. */
    public long record() {
        Instant until = clock.instant().minus(SLACK);
        long count = 0;
        List<InventoryRow> page = keys.find(until, Instant.EPOCH, "");
        while (!page.isEmpty()) {
            count += page.stream().filter(this::record).count();
            InventoryRow last = page.getLast();
            page = keys.find(until, expiresAt(last), last.keyId());
        }
        return count;
    }

    private boolean record(InventoryRow key) {
        Optional<LedgerEvent> expiry = KeyId.parse(key.keyId())
                .flatMap(table::find)
                .filter(image -> isStill(image, key))
                .map(KeyChange::expiry);
        return expiry.isPresent() && transactions.executeWrite(status -> append(expiry.get()));
    }

    private boolean append(LedgerEvent expiry) {
        Appended appended = ledger.append(expiry);
        if (appended != Appended.CONFLICT) {
            inventory.apply(expiry);
        }
        return appended == Appended.APPENDED;
    }

    private static boolean isStill(KeyImage image, InventoryRow key) {
        return image instanceof KeyImage.Live live
                && live.metadata().status() instanceof KeyStatus.Active
                && live.version() == key.version()
                && live.createdAt().equals(key.createdAt())
                && live.expiresAt().equals(key.expiresAt());
    }

    private static Instant expiresAt(InventoryRow key) {
        return Optional.ofNullable(key.expiresAt()).orElse(Instant.EPOCH);
    }
}
