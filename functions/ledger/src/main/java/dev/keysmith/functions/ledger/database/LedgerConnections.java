package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.secret.SecretSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections of this function's own user. For each new one the secret is read, so that a rotated password is found, or a token is made.
 */
final class LedgerConnections extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;
    private static final int CONNECT_SECONDS = 5;

    /** Longer than any statement takes; what hangs longer is a network that dropped us. */
    private static final int SOCKET_SECONDS = 300;

    private final transient SecretSource secrets;
    private final transient DatabaseTokens tokens;
    private final transient DatabaseLogin login;

    LedgerConnections(SecretSource secrets, DatabaseTokens tokens, DatabaseSettings settings) {
        this.secrets = secrets;
        this.tokens = tokens;
        this.login = settings.login();
        setSslMode(settings.tls());
        settings.certificates().ifPresent(file -> setSslRootCert(file.toString()));
        setConnectTimeout(CONNECT_SECONDS);
        setLoginTimeout(CONNECT_SECONDS);
        setSocketTimeout(SOCKET_SECONDS);
        setTcpKeepAlive(true);
    }

    @Override
    public Connection getConnection() throws SQLException {
        DatabaseSecret secret =
                switch (login) {
                    case DatabaseLogin.ByPassword known -> DatabaseSecret.parse(secrets.fetch(known.secret()));
                    case DatabaseLogin.ByIam iam ->
                        new DatabaseSecret(
                                iam.host(),
                                iam.port(),
                                iam.database(),
                                iam.user(),
                                tokens.token(iam.host(), iam.port(), iam.user()));
                };
        setServerNames(new String[] {secret.host()});
        setPortNumbers(new int[] {secret.port()});
        setDatabaseName(secret.database());
        return super.getConnection(secret.user(), secret.password());
    }
}
