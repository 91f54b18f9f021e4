package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.secret.SecretSource;
import jakarta.inject.Singleton;

/** Where connections come from. What it makes are no beans: Micronaut Data takes every data source that is one for its own. */
@Singleton
final class LedgerDatabase {

    private final SecretSource secrets;
    private final DatabaseTokens tokens;
    private final DatabaseSettings settings;

    LedgerDatabase(SecretSource secrets, DatabaseTokens tokens, DatabaseSettings settings) {
        this.secrets = secrets;
        this.tokens = tokens;
        this.settings = settings;
    }

    /** Connections that the caller may tune. */
    LedgerConnections connections() {
        return new LedgerConnections(secrets, tokens, settings);
    }
}
