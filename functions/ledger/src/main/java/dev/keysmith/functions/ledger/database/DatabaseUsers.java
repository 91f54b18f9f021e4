package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.error.UnavailableException;
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
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The users of the ledger's functions: the writer, of the secret {@code KEYSMITH_DATABASE_WRITER_SECRET} or by IAM of the name
 * {@code KEYSMITH_DATABASE_WRITER_IAM}, and the reader, of {@code KEYSMITH_DATABASE_READER_SECRET} or {@code _READER_IAM}. Each may do what
 * its function needs, and nobody else but the tables' owner anything.
 */
@Singleton
public final class DatabaseUsers {

    /** Two runs at once wait for each other. */
    private static final long LOCK = 0x6b657973_6d697468L;

    private static final String PASSWORD_ENCRYPTION = "scram-sha-256";

    /** The role of Amazon RDS whose members are let in by IAM. It has no rights in the database. */
    private static final String IAM_ROLE = "rds_iam";

    private final DataSource dataSource;
    private final SecretSource secrets;
    private final UserSetting writer;
    private final UserSetting reader;

    DatabaseUsers(SecretSource secrets, LedgerDatabase database, Settings settings) {
        this.dataSource = database.connections();
        this.secrets = secrets;
        this.writer = UserSetting.read(settings, "writer");
        this.reader = UserSetting.read(settings, "reader");
    }

    /**
     * Makes the users where they are missing, gives them the passwords of their secrets or lets them in by IAM, and takes from everybody what is not granted
     * here. Throws {@link IllegalStateException} where a user has rights that no grant gives.
     */
    public void run() {
        User writing = user(writer);
        User reading = user(reader);
        if (writing.name().equals(reading.name())) {
            throw new IllegalStateException("writer and reader are the same user");
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
            make(connection, writing);
            make(connection, reading);
            revokeAll(connection);
            grantToWriter(connection, quoted(connection, writing.name()));
            grantToReader(connection, quoted(connection, reading.name()));
            connection.commit();
        } catch (SQLException e) {
            throw new UnavailableException("the database did not make its users", e);
        }
    }

    /** Who it is, with a password where it has one. */
    private record User(String name, Optional<DatabaseSecret> secret) {}

    private User user(UserSetting setting) {
        return switch (setting) {
            case UserSetting.ByPassword(String secret) -> {
                DatabaseSecret read = DatabaseSecret.parse(secrets.fetch(secret));
                yield new User(read.user(), Optional.of(read));
            }
            case UserSetting.ByIam(String name) -> new User(name, Optional.empty());
        };
    }

    private static void make(Connection connection, User user) throws SQLException {
        String name = quoted(connection, user.name());
        if (!isThere(connection, user.name())) {
            execute(connection, "CREATE ROLE " + name + " LOGIN");
        }
        if (hasOtherRights(connection, user.name())) {
            throw new IllegalStateException(
                    "the database's user " + user.name() + " has rights of its own: it can be no user of the ledger");
        }
        if (user.secret().isEmpty()) {
            execute(connection, "GRANT " + IAM_ROLE + " TO " + name);
            execute(connection, "ALTER ROLE " + name + " PASSWORD NULL");
            return;
        }
        if (comesByIam(connection, user.name())) {
            // Who is let in by IAM is let in by no password.
            execute(connection, "REVOKE " + IAM_ROLE + " FROM " + name);
        }
        // The driver hashes it: the database is never sent the password, and logs none.
        connection
                .unwrap(PGConnection.class)
                .alterUserPassword(user.name(), user.secret().get().password().toCharArray(), PASSWORD_ENCRYPTION);
    }

    private static boolean comesByIam(Connection connection, String user) throws SQLException {
        return is(
                connection,
                "SELECT EXISTS (SELECT FROM pg_auth_members JOIN pg_roles iam ON iam.oid = roleid AND iam.rolname = '"
                        + IAM_ROLE + "' JOIN pg_roles u ON u.oid = member WHERE u.rolname = ?)",
                user);
    }

    private static boolean isThere(Connection connection, String user) throws SQLException {
        return is(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", user);
    }

    /** Whether it is an administrator of any kind, owns anything, or belongs to another role than those of IAM do. */
    private static boolean hasOtherRights(Connection connection, String user) throws SQLException {
        return is(connection, """
                SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR rolname = current_user
                    OR EXISTS (SELECT FROM pg_roles other WHERE other.oid <> pg_roles.oid AND other.rolname <> 'rds_iam'
                        AND pg_has_role(pg_roles.oid, other.oid, 'MEMBER'))
                    OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid AND admin_option)
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
