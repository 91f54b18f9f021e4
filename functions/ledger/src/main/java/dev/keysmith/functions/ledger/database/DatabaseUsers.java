package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.secret.SecretSource;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The users of the ledger's functions: the writer, of the secret {@code KEYSMITH_DATABASE_WRITER_SECRET}, and the reader, of
 * {@code KEYSMITH_DATABASE_READER_SECRET}. Each may do what its function needs, and nobody else but the tables' owner anything.
 */
@Singleton
public final class DatabaseUsers {

    /** Two runs at once wait for each other. */
    private static final long LOCK = 0x6b657973_6d697468L;

    private static final String PASSWORD_ENCRYPTION = "scram-sha-256";

    private final DataSource dataSource;
    private final SecretSource secrets;
    private final String writerSecret;
    private final String readerSecret;

    DatabaseUsers(SecretSource secrets, DatabaseSettings database, Settings settings) {
        this.dataSource = new SecretDataSource(secrets, database);
        this.secrets = secrets;
        this.writerSecret = SecretAges.name(settings, "keysmith.database-writer-secret");
        this.readerSecret = SecretAges.name(settings, "keysmith.database-reader-secret");
    }

    /**
     * Makes the users where they are missing, gives them the passwords of their secrets, and takes from everybody what is not granted
     * here. Throws {@link IllegalStateException} where a user has rights that no grant gives.
     */
    public void run() {
        DatabaseSecret writer = DatabaseSecret.parse(secrets.fetch(writerSecret));
        DatabaseSecret reader = DatabaseSecret.parse(secrets.fetch(readerSecret));
        if (writer.user().equals(reader.user())) {
            throw new IllegalStateException("writer and reader are the same user");
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
            make(connection, writer);
            make(connection, reader);
            revokeAll(connection);
            grantToWriter(connection, quoted(connection, writer.user()));
            grantToReader(connection, quoted(connection, reader.user()));
            connection.commit();
        } catch (SQLException e) {
            throw new UnavailableException("the database did not make its users", e);
        }
    }

    private static void make(Connection connection, DatabaseSecret secret) throws SQLException {
        String user = secret.user();
        if (!isThere(connection, user)) {
            execute(connection, "CREATE ROLE " + quoted(connection, user) + " LOGIN");
        }
        if (hasOtherRights(connection, user)) {
            throw new IllegalStateException(
                    "the database's user " + user + " has rights of its own: it can be no user of the ledger");
        }
        // The driver hashes it: the database is never sent the password, and logs none.
        connection
                .unwrap(PGConnection.class)
                .alterUserPassword(user, secret.password().toCharArray(), PASSWORD_ENCRYPTION);
    }

    private static boolean isThere(Connection connection, String user) throws SQLException {
        return is(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", user);
    }

    /** Whether it is an administrator of any kind, owns the tables, or belongs to another role. */
    private static boolean hasOtherRights(Connection connection, String user) throws SQLException {
        return is(connection, """
                SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR rolname = current_user
                    OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
                    OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
                FROM pg_roles WHERE rolname = ?""", user);
    }

    private static boolean is(Connection connection, String question, String user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, user);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    private static void revokeAll(Connection connection) throws SQLException {
        List<String> grantees = grantees(connection);
        grantees.add("PUBLIC");
        for (String grantee : grantees) {
            for (String objects : List.of("TABLES", "SEQUENCES", "ROUTINES")) {
                execute(connection, "REVOKE ALL ON ALL " + objects + " IN SCHEMA public FROM " + grantee);
            }
            execute(connection, "REVOKE ALL ON SCHEMA public FROM " + grantee);
            execute(
                    connection,
                    "REVOKE ALL ON DATABASE " + quoted(connection, connection.getCatalog()) + " FROM " + grantee);
        }
    }

    /** Who was granted anything, but for the owners. */
    private static List<String> grantees(Connection connection) throws SQLException {
        List<String> grantees = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("""
                        SELECT rolname FROM pg_roles WHERE oid IN (
                            SELECT acl.grantee FROM pg_class, aclexplode(relacl) acl
                            WHERE relnamespace = 'public'::regnamespace AND acl.grantee <> relowner
                            UNION SELECT acl.grantee FROM pg_class c JOIN pg_attribute ON attrelid = c.oid, aclexplode(attacl) acl
                            WHERE relnamespace = 'public'::regnamespace AND acl.grantee <> relowner
                            UNION SELECT acl.grantee FROM pg_namespace, aclexplode(nspacl) acl
                            WHERE nspname = 'public' AND acl.grantee <> nspowner
                            UNION SELECT acl.grantee FROM pg_database, aclexplode(datacl) acl
                            WHERE datname = current_database() AND acl.grantee <> datdba)
                            AND rolname <> current_user""")) {
            while (names.next()) {
                grantees.add(quoted(connection, names.getString(1)));
            }
        }
        return grantees;
    }

    private static void grantToWriter(Connection connection, String writer) throws SQLException {
        grantAccess(connection, writer);
        execute(connection, "GRANT SELECT, INSERT, UPDATE (link) ON event TO " + writer);
        execute(connection, "GRANT SELECT, INSERT, UPDATE ON chain_head, api_key, usage_day TO " + writer);
    }

    private static void grantToReader(Connection connection, String reader) throws SQLException {
        grantAccess(connection, reader);
        execute(connection, "GRANT SELECT ON event, chain_head, api_key, usage_day TO " + reader);
    }

    private static void grantAccess(Connection connection, String user) throws SQLException {
        execute(connection, "GRANT CONNECT ON DATABASE " + quoted(connection, connection.getCatalog()) + " TO " + user);
        execute(connection, "GRANT USAGE ON SCHEMA public TO " + user);
    }

    private static String quoted(Connection connection, String name) throws SQLException {
        return connection.unwrap(PGConnection.class).escapeIdentifier(name);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
