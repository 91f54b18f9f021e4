package dev.keysmith.functions.ledger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.core.settings.Settings;
import dev.keysmith.functions.ledger.testing.TestCertificates;
import io.micronaut.core.value.MapPropertyResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A database with a certificate for localhost, and a user who is let in by a password that is sent as it is, as on Amazon RDS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerifiedConnectionTest {

    private static final String TOKEN = "db.example:5432/?Action=connect&DBUser=by_iam&X-Amz-Signature=hidden";

    private TestCertificates certificates;
    private EmbeddedPostgres server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, SQLException {
        certificates = TestCertificates.make(directory, "localhost");
        Path data = directory.resolve("data");
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificates.certificate().toString())
                .setServerConfig("ssl_key_file", certificates.privateKey().toString())
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE by_iam LOGIN PASSWORD '" + TOKEN + "'");
            Path rules = data.resolve("pg_hba.conf");
            Files.writeString(rules, "hostssl all by_iam all password\n" + Files.readString(rules));
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @Test
    void tokenIsSentToADatabaseThatIsWhoItSays() throws SQLException {
        List<String> asked = new ArrayList<>();
        LedgerConnections connections =
                connections("localhost", Optional.of(certificates.authority()), (host, port, user) -> {
                    asked.add(user + "@" + host + ":" + port);
                    return TOKEN;
                });

        for (int i = 0; i < 2; i++) {
            try (Connection connection = connections.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT current_user, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("by_iam");
                assertThat(row.getBoolean(2)).isTrue();
            }
        }

        // One for each connection: it is good for 15 minutes.
        String address = "by_iam@localhost:" + server.getPort();
        assertThat(asked).containsExactly(address, address);
    }

    @Test
    void otherTokenIsRefusedAndNotToldOf() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connections(
                                "localhost",
                                Optional.of(certificates.authority()),
                                (host, port, user) -> "wrong-and-hidden")
                        .getConnection())
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("28P01"))
                .withMessageNotContaining("hidden");
    }

    @Test
    void certificateOfAnotherNameIsRefused() {
        assertRefused("127.0.0.1", Optional.of(certificates.authority()));
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() {
        assertRefused("localhost", Optional.of(certificates.otherAuthority()));
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() {
        assertRefused("localhost", Optional.empty());
    }

    private void assertRefused(String host, Optional<Path> authority) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connections(host, authority, (name, port, user) -> TOKEN)
                        .getConnection())
                .withMessageNotContaining("hidden");
    }

    private LedgerConnections connections(String host, Optional<Path> authority, DatabaseTokens tokens) {
        Map<String, Object> properties = Map.of(
                "keysmith.database-iam",
                "by_iam@" + host + ":" + server.getPort() + "/postgres",
                "keysmith.database-ca",
                authority.map(Path::toString).orElse(""));
        return new LedgerConnections(
                name -> {
                    throw new AssertionError("no secret is read");
                },
                tokens,
                new DatabaseSettings(new Settings(new MapPropertyResolver(properties))));
    }
}
