package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.store.ChainHead;
import dev.keysmith.functions.ledger.store.EventRow;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Supplier;

/** The ledger as it is at one moment, read page by page: it is larger than memory. */
@Singleton
final class LedgerSnapshot {

    private final TransactionOperations<Connection> transactions;
    private final EventPages events;
    private final HeadPages heads;

    LedgerSnapshot(TransactionOperations<Connection> transactions, EventPages events, HeadPages heads) {
        this.transactions = transactions;
        this.events = events;
        this.heads = heads;
    }

    /** Reads all of it at one moment: nothing that is written meanwhile is seen, and nothing can be written. */
    <T> T read(Supplier<T> reader) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setIsolationLevel(Isolation.REPEATABLE_READ);
        definition.setReadOnly(true);
        return transactions.execute(definition, status -> reader.get());
    }

    /** All events, in the order of key id and position. */
    Cursor<EventRow> events() {
        return new Cursor<>(last -> last.map(
                        row -> events.after(row.keyId(), row.createdAt(), row.epoch(), row.version(), row.step()))
                .orElseGet(() -> events.first()));
    }

    /** All heads, in the order of key id. */
    Cursor<ChainHead> heads() {
        return new Cursor<>(last -> last.map(head -> heads.after(head.keyId())).orElseGet(() -> heads.first()));
    }

    /** The event of the same key that comes next. */
    Optional<EventRow> findNext(EventRow row) {
        return events.findNext(row.keyId(), row.createdAt(), row.epoch(), row.version(), row.step());
    }

    /** How many events of a key are linked. */
    long countLinked(String keyId) {
        return events.countLinked(keyId);
    }
}
