package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.settings.Settings;
import io.micronaut.context.annotation.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How the database is reached: {@code KEYSMITH_DATABASE_SECRET} names the secret of its user, or {@code KEYSMITH_DATABASE_IAM} is
 * {@code user@host:port/database} of a user by IAM. {@code KEYSMITH_DATABASE_TLS} is {@code verify-full} (the default) or
 * {@code disable}, for a database on the same machine, and {@code KEYSMITH_DATABASE_CA} a PEM file of the certificates that the
 * database's must be signed by. Read at the start, before anybody needs a connection, so that a wrong setting stops it.
 */
@Context
final class DatabaseSettings {

    private static final String TLS = "keysmith.database-tls";
    private static final String CA = "keysmith.database-ca";
    private static final String VERIFY_FULL = "verify-full";
    private static final Set<String> TLS_MODES = Set.of(VERIFY_FULL, "disable");

    private final DatabaseLogin login;
    private final String tls;
    private final Optional<Path> certificates;

    DatabaseSettings(Settings settings) {
        this.login = DatabaseLogin.read(settings);
        this.tls = settings.text(TLS, VERIFY_FULL);
        if (!TLS_MODES.contains(tls)) {
            throw Settings.wrong(TLS, "must be verify-full or disable");
        }
        // A token is a password: nobody else may be sent it.
        if (login instanceof DatabaseLogin.ByIam && !tls.equals(VERIFY_FULL)) {
            throw Settings.wrong(TLS, "must be verify-full with " + Settings.environmentVariable(DatabaseLogin.IAM));
        }
        this.certificates = Optional.of(settings.text(CA, ""))
                .filter(file -> !file.isEmpty())
                .map(Path::of);
        if (certificates.filter(file -> !Files.isReadable(file)).isPresent()) {
            throw Settings.wrong(CA, "must be a file that can be read");
        }
    }

    DatabaseLogin login() {
        return login;
    }

    String tls() {
        return tls;
    }

    /** Empty where the driver's own are used. */
    Optional<Path> certificates() {
        return certificates;
    }
}
