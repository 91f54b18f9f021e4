package dev.keysmith.functions.ledger.testing;

import dev.keysmith.functions.ledger.database.Migration;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ledger's beans on a real PostgreSQL, with a migrated database of its own whose owner they are. */
public final class TestLedger implements AutoCloseable {

    public static final String KEYS_TABLE = "keysmith-keys";
    public static final String STATE_TABLE = "keysmith-state";

    private final ApplicationContext beans;

    public TestLedger() {
        this(Map.of());
    }

    /** With further settings, by their property names. */
    public TestLedger(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings());
        all.putAll(settings);
        beans = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .properties(all)
                .start();
        get(Migration.class).run();
    }

    /** The settings of the ledger's functions that have no default. */
    public static Map<String, Object> settings() {
        return Map.of(
                "aws.region", "us-east-1",
                "keysmith.keys-table", KEYS_TABLE,
                "keysmith.state-table", STATE_TABLE,
                "keysmith.ledger-secret", "ledger",
                "keysmith.database-secret", "database",
                "keysmith.database-tls", "disable");
    }

    /** From the first connection on, the database and the ledger's secret of another. */
    public void shareDatabaseOf(TestLedger other) {
        for (String name : List.of("database", "ledger")) {
            get(TestSecrets.class).set(name, other.get(TestSecrets.class).fetch(name));
        }
    }

    /** What a query answers, a text a row, its columns between bars. */
    public List<String> rows(String sql) {
        try (Connection connection = TestPostgres.connect(get(TestSecrets.class).fetch("database"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                texts.add(String.join("|", columns));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException("the query failed", e);
        }
    }

    /** Runs a statement as the tables' owner. */
    public void run(String sql) {
        try (Connection connection = TestPostgres.connect(get(TestSecrets.class).fetch("database"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the statement failed", e);
        }
    }

    public <T> T get(Class<T> type) {
        return beans.getBean(type);
    }

    @Override
    public void close() {
        beans.close();
    }
}
