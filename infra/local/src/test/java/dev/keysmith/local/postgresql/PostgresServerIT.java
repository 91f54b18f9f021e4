package dev.keysmith.local.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class PostgresServerIT {

    private static final String PASSWORD = "a-password-of-a-test";
    private static final Path PROGRAMS = Path.of("target/postgresql");

    @TempDir
    Path directory;

    private PostgresServer server;

    @BeforeEach
    void start() throws Exception {
        server = server(PASSWORD);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isDurableAndHasTheDatabase() throws Exception {
        assertThat(query("SHOW server_version")).startsWith("17.");
        assertThat(query("SELECT current_database()")).isEqualTo("keysmith");
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(query("SHOW " + setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void nobodyConnectsWithoutThePassword() {
        for (String password : List.of("", "postgres", "a-password-of-a-TEST")) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> connect(password).close())
                    .withMessageContaining("password");
        }
        assertThat(Files.exists(directory.resolve("postgresql/password"))).isFalse();
    }

    @Test
    void otherMachinesDoNotReachIt() throws Exception {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> new Socket(address, server.port()).close())
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void dataAndPortSurviveAnOutage() throws Exception {
        int port = server.port();
        execute("CREATE TABLE kept AS SELECT 7 AS number");
        try (Connection open = connect(PASSWORD)) {
            server.stop();

            assertThat(server.isRunning()).isFalse();
            assertThat(open.isValid(1)).isFalse();
        }
        assertThatThrownBy(() -> connect(PASSWORD)).isInstanceOf(SQLException.class);

        server.start();

        assertThat(server.port()).isEqualTo(port);
        assertThat(query("SELECT number FROM kept")).isEqualTo("7");
    }

    @Test
    void dataSurvivesARestartAndAnotherPasswordOfItsOwner() throws Exception {
        execute("CREATE TABLE kept AS SELECT 7 AS number");
        server.close();

        server = server("another-password-of-a-test");
        server.start();

        try (Connection connection = connect("another-password-of-a-test");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO kept VALUES (8)");
        }
        assertThatThrownBy(() -> connect(PASSWORD)).isInstanceOf(SQLException.class);
    }

    @Test
    void oneThatSurvivedItsStarterIsEndedAndItsDataIsThere() throws Exception {
        execute("CREATE TABLE kept AS SELECT 7 AS number");
        ProcessHandle survivor = ProcessHandle.of(processId()).orElseThrow();
        PostgresServer next = server(PASSWORD);
        try {
            next.start();

            assertThat(survivor.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
            server = next;
            assertThat(query("SELECT number FROM kept")).isEqualTo("7");
        } finally {
            next.close();
        }
    }

    /** After a restart of the machine, the id may be anybody's. */
    @Test
    void processThatOnlyHasTheIdOfAnOldServerIsLeftAlone() throws Exception {
        server.close();
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            Path file = directory.resolve("postgresql/data/postmaster.pid");
            Files.writeString(
                    file,
                    innocent.pid() + "\n" + directory.resolve("postgresql/data").toAbsolutePath() + "\n0\n0\n\n\n\n");

            server = server(PASSWORD);
            server.start();

            assertThat(innocent.isAlive()).isTrue();
            assertThat(query("SELECT 1")).isEqualTo("1");
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void passwordThatWouldHaveToBeQuotedIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> server("0123456789abcdef'; --"))
                .withMessageNotContaining("0123456789abcdef");
    }

    @Test
    void noPasswordIsInItsLog() throws Exception {
        assertThatThrownBy(() -> execute("ALTER ROLE nobody_at_all PASSWORD 'hidden-hidden-hidden'"))
                .isInstanceOf(SQLException.class);

        assertThat(Files.readString(directory.resolve("postgresql.log")))
                .contains("nobody_at_all")
                .doesNotContain("hidden-hidden-hidden")
                .doesNotContain(PASSWORD);
    }

    private PostgresServer server(String password) {
        return new PostgresServer(
                PROGRAMS, directory.resolve("postgresql"), directory.resolve("postgresql.log"), password);
    }

    private long processId() throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("postgresql/data/postmaster.pid"))
                .getFirst());
    }

    private Connection connect(String password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {server.port()});
        source.setDatabaseName(PostgresServer.DATABASE);
        return source.getConnection(PostgresServer.OWNER, password);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect(PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect(PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
