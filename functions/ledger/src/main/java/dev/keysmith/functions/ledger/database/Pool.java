package dev.keysmith.functions.ledger.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.keysmith.core.secret.SecretSource;
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

    private final HikariDataSource pool;

    Pool(SecretSource secrets, DatabaseSettings settings, List<ConnectionTuning> tunings) {
        SecretDataSource connections = new SecretDataSource(secrets, settings);
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
