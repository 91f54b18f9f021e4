package dev.keysmith.functions.ledger.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real PostgreSQL for this JVM's tests; each test class has a database of its own in it. */
public final class TestPostgres {

    private static final EmbeddedPostgres SERVER = start();

    private static final Pattern SECRET =
            Pattern.compile(".*\"dbname\": \"(.*)\", \"username\": \"(.*)\", \"password\": \"(.*)\"}");

    private TestPostgres() {}

    /** The secret of an owner of a new, empty database, as Secrets Manager would hold it. */
    public static String newDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database for a test", e);
        }
        return secret(name, "postgres", "postgres");
    }

    /** The secret of a user of a database. */
    public static String secret(String database, String user, String password) {
        return """
                {"host": "localhost", "port": %d, "dbname": "%s", "username": "%s", "password": "%s"}""".formatted(SERVER.getPort(), database, user, password);
    }

    /** A connection of the user of a secret that {@link #secret} made. */
    public static Connection connect(String secret) throws SQLException {
        Matcher fields = SECRET.matcher(secret);
        if (!fields.matches()) {
            throw new IllegalArgumentException("no secret of a database");
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + SERVER.getPort() + "/" + fields.group(1),
                fields.group(2),
                fields.group(3));
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
        }
    }
}
