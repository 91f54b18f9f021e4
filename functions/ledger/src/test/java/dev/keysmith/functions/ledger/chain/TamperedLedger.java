package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.testing.TestLedger;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A ledger in the hands of somebody who may do everything in the database, and has none of the ledger's keys. */
final class TamperedLedger implements AutoCloseable {

    private final TestLedger beans;
    private final TransactionOperations<Connection> transactions;

    @SuppressWarnings("unchecked")
    TamperedLedger(TestLedger beans) {
        this.beans = beans;
        this.transactions = beans.get(TransactionOperations.class);
    }

    /** Empties it. */
    void clear() {
        sql("TRUNCATE event, chain_head");
        sql("ALTER TABLE event DISABLE TRIGGER ALL");
    }

    void append(LedgerEvent... events) {
        transactions.executeWrite(status -> {
            List.of(events).forEach(beans.get(LedgerWriter.class)::append);
            return "done";
        });
    }

    /** Does as somebody likes; answers how many rows it touched. */
    int sql(String statement) {
        return transactions.executeWrite(status -> {
            try (Statement sql = status.getConnection().createStatement()) {
                return sql.executeUpdate(statement);
            }
        });
    }

    /** How the database goes about a query with parameters. */
    List<String> plan(String mode, String query, String parameters) {
        return transactions.executeWrite(status -> {
            List<String> lines = new ArrayList<>();
            try (Statement sql = status.getConnection().createStatement()) {
                sql.execute("SET LOCAL plan_cache_mode = " + mode);
                sql.execute("PREPARE page (text, timestamptz, int, bigint, int) AS " + query);
                try (ResultSet plan = sql.executeQuery("EXPLAIN EXECUTE page " + parameters)) {
                    while (plan.next()) {
                        lines.add(plan.getString(1));
                    }
                }
                sql.execute("DEALLOCATE page");
            }
            return lines;
        });
    }

    <T> T get(Class<T> type) {
        return beans.get(type);
    }

    @Override
    public void close() {
        beans.close();
    }
}
