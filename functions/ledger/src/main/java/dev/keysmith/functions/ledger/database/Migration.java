package dev.keysmith.functions.ledger.database;

import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the database's tables to this version of Keysmith. */
@Singleton
public final class Migration {

    private final DataSource dataSource;

    Migration(LedgerDatabase database) {
        // Not the pool: it has one connection, and Flyway wants two.
        this.dataSource = database.connections();
    }

    /** Does what was not done yet; many may try at once. The user of the connection owns the tables. */
    public void run() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
