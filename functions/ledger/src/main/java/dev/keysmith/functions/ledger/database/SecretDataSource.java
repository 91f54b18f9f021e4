package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.secret.SecretSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections of the user that a secret names. Each new connection reads the secret, so that a rotated password is found. */
final class SecretDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;
    private static final int CONNECT_SECONDS = 5;

    /** Longer than any statement takes; what hangs longer is a network that dropped us. */
    private static final int SOCKET_SECONDS = 300;

    private final transient SecretSource secrets;
    private final transient DatabaseSettings settings;

    SecretDataSource(SecretSource secrets, DatabaseSettings settings) {
        this.secrets = secrets;
        this.settings = settings;
        setSslMode(settings.tls());
        setConnectTimeout(CONNECT_SECONDS);
        setLoginTimeout(CONNECT_SECONDS);
        setSocketTimeout(SOCKET_SECONDS);
        setTcpKeepAlive(true);
    }

    @Override
    public Connection getConnection() throws SQLException {
        DatabaseSecret secret = DatabaseSecret.parse(secrets.fetch(settings.secret()));
        setServerNames(new String[] {secret.host()});
        setPortNumbers(new int[] {secret.port()});
        setDatabaseName(secret.database());
        return super.getConnection(secret.user(), secret.password());
    }
}
