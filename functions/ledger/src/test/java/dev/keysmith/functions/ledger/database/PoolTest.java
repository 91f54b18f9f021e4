package dev.keysmith.functions.ledger.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.functions.ledger.testing.TestLedger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PoolTest {

    private final TestLedger ledger = new TestLedger();

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void serverClosesWhatNobodyUsesForAMinute() throws SQLException {
        Pool pool = new Pool(ledger.get(LedgerDatabase.class), List.of());
        try (Connection connection = pool.dataSource().getConnection()) {
            assertThat(answer(connection, "SHOW idle_session_timeout")).isEqualTo("1min");
        } finally {
            pool.close();
        }
    }

    @Test
    void useAfterTheServerClosedItsConnectionOpensAnother() throws SQLException {
        Pool pool = new Pool(
                ledger.get(LedgerDatabase.class),
                List.of(connections -> connections.setOptions("-c idle_session_timeout=700")));
        try {
            String first = process(pool.dataSource());
            assertThat(process(pool.dataSource())).isEqualTo(first);

            while (!ledger.rows("SELECT pid FROM pg_stat_activity WHERE pid = " + first)
                    .isEmpty()) {
                LockSupport.parkNanos(50_000_000);
            }

            assertThat(process(pool.dataSource())).isNotEqualTo(first);
        } finally {
            pool.close();
        }
    }

    private static String process(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return answer(connection, "SELECT pg_backend_pid()");
        }
    }

    private static String answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
