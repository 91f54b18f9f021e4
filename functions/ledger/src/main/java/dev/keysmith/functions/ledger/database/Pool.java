package dev.keysmith.functions.ledger.database;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.annotation.Factory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The function's one connection. It is opened by the first use, never before: a snapshot holds none. */
@Factory
final class Pool {

    /** How long a call waits for a connection. A database that wakes up takes longer: then the call is repeated. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    /** For how long the server keeps a connection that nobody uses; the next use opens another. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final HikariDataSource pool;

    Pool(LedgerDatabase database, List<ConnectionTuning> tunings) {
        LedgerConnections connections = database.connections();
        // A function that is frozen closes nothing: the server does, and a database that nobody is connected to can go
        // to sleep.
        connections.setOptions("-c idle_session_timeout=" + IDLE.toMillis());
        tunings.forEach(tuning -> tuning.tune(connections));
        // Made without a configuration it opens nothing until it is first asked for a connection.
        pool = new HikariDataSource();
        pool.setPoolName("ledger");
        pool.setDataSource(connections);
        pool.setMaximumPoolSize(1);
        pool.setMinimumIdle(0);
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(WAIT.toMillis());
    }

    @Singleton
    @Named("default")
    DataSource dataSource() {
        return pool;
    }

    @PreDestroy
    void close() {
        pool.close();
    }
}
