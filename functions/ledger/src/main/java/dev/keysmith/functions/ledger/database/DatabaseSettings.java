package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.settings.Settings;
import io.micronaut.context.annotation.Context;
import java.util.Set;

/**
 * How the database is reached: {@code KEYSMITH_DATABASE_SECRET} names the secret of its user, {@code KEYSMITH_DATABASE_TLS} is
 * {@code verify-full} (the default) or {@code disable}, for a database on the same machine. Read at the start, before anybody needs a
 * connection, so that a wrong setting stops it.
 */
@Context
final class DatabaseSettings {

    private static final String TLS = "keysmith.database-tls";
    private static final Set<String> TLS_MODES = Set.of("verify-full", "disable");

    private final String secret;
    private final String tls;

    DatabaseSettings(Settings settings) {
        this.secret = SecretAges.name(settings, "keysmith.database-secret");
        this.tls = settings.text(TLS, "verify-full");
        if (!TLS_MODES.contains(tls)) {
            throw Settings.wrong(TLS, "must be verify-full or disable");
        }
    }

    String secret() {
        return secret;
    }

    String tls() {
        return tls;
    }
}
