package dev.keysmith.functions.ledger;

import dev.keysmith.functions.ledger.event.KeyChange;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.inventory.Inventory;
import dev.keysmith.functions.ledger.store.Appended;
import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.stream.MalformedRecordException;
import dev.keysmith.functions.ledger.stream.StreamRecord;
import dev.keysmith.functions.ledger.stream.StreamRecordReader;
import dev.keysmith.functions.ledger.usage.Usage;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.TransactionStatus;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores records of the streams: all of a batch in one transaction, each behind a savepoint, so that one that cannot be stored for its
 * own fault leaves the others alone.
 */
@Singleton
public final class RecordWriter {

    private final TransactionOperations<Connection> transactions;
    private final LedgerSettings settings;
    private final LedgerWriter ledger;
    private final Inventory inventory;
    private final Usage usage;

    RecordWriter(
            TransactionOperations<Connection> transactions,
            LedgerSettings settings,
            LedgerWriter ledger,
            Inventory inventory,
            Usage usage) {
        this.transactions = transactions;
        this.settings = settings;
        this.ledger = ledger;
        this.inventory = inventory;
        this.usage = usage;
    }

    /**
     * A record that cannot be stored for its own fault.
     *
     * @param index its place in the batch
     * @param reason what is wrong with it; nothing of what it holds
     */
    public record Fault(int index, String reason) {}

    /**
     * Stores records, those of a key in their order. Repeating it changes nothing.
     *
     * @param texts the records' JSON
     * @return those that are at fault; all others are stored when this has returned
     * @throws RuntimeException where the database, or the ledger's secret, is out of reach: then nothing is stored
     */
    public List<Fault> write(List<String> texts) {
        return write(texts, faults -> {});
    }

    /**
     * Stores records as {@link #write(List)} does.
     *
     * @param beforeCommit gets those that are at fault; where it throws, nothing is stored
     */
    List<Fault> write(List<String> texts, Consumer<List<Fault>> beforeCommit) {
        List<Fault> malformed = new ArrayList<>();
        List<Entry> entries = read(texts, malformed);
        // Key by key: who writes at the same time locks the same rows in the same order, and none waits for the other
        // for ever.
        entries.sort(Comparator.comparing(entry -> entry.record().itemKey()));
        return transactions.executeWrite(status -> {
            List<Fault> faults = new ArrayList<>(malformed);
            faults.addAll(write(entries, status));
            faults.sort(Comparator.comparingInt(Fault::index));
            beforeCommit.accept(faults);
            return faults;
        });
    }

    /** A record that can be read, and its place in the batch. */
    private record Entry(int index, StreamRecord record) {}

    private static List<Entry> read(List<String> texts, List<Fault> faults) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                entries.add(new Entry(i, StreamRecordReader.read(texts.get(i))));
            } catch (MalformedRecordException e) {
                faults.add(new Fault(i, String.valueOf(e.getMessage())));
            }
        }
        return entries;
    }

    private List<Fault> write(List<Entry> entries, TransactionStatus<Connection> transaction) throws SQLException {
        List<Fault> faults = new ArrayList<>();
        for (Entry entry : entries) {
            write(entry.record(), transaction.getConnection())
                    .ifPresent(reason -> faults.add(new Fault(entry.index(), reason)));
        }
        return faults;
    }

    private Optional<String> write(StreamRecord record, Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Optional<String> fault;
        try {
            fault = store(record);
        } catch (MalformedRecordException e) {
            fault = Optional.of(String.valueOf(e.getMessage()));
        } catch (DataAccessException e) {
            fault = Optional.of("the database refuses it: SQLSTATE "
                    + SqlFaults.findOwnFault(e).orElseThrow(() -> e));
        }
        if (fault.isPresent()) {
            connection.rollback(before);
        }
        connection.releaseSavepoint(before);
        return fault;
    }

    private Optional<String> store(StreamRecord record) throws MalformedRecordException {
        if (record.table().equals(settings.stateTable())) {
            usage.apply(record);
            return Optional.empty();
        }
        if (!record.table().equals(settings.keysTable())) {
            throw new MalformedRecordException("the record is of neither table");
        }
        KeyChange change = KeyChange.of(record);
        boolean isNew = false;
        for (LedgerEvent event : change.events()) {
            Appended appended = ledger.append(event);
            if (appended == Appended.CONFLICT) {
                return Optional.of(
                        "another event has its place in the ledger: was the table restored or changed by hand?");
            }
            isNew |= appended == Appended.APPENDED;
        }
        // What comes again, maybe from before the table was restored, is in the inventory already.
        if (isNew) {
            inventory.apply(change, ledger.epochOf(change.events().getLast()));
        }
        return Optional.empty();
    }
}
