package dev.keysmith.functions.ledger.database;

import static dev.keysmith.functions.ledger.testing.TestEvents.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.testing.TestLedger;
import dev.keysmith.functions.ledger.testing.TestPostgres;
import dev.keysmith.functions.ledger.testing.TestSecrets;
import io.micronaut.transaction.TransactionOperations;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUsersTest {

    /** Users are the server's: each test has its own. */
    private final String suffix = UUID.randomUUID().toString();

    private final String writer = "writer \" " + suffix;
    private final String reader = "reader-" + suffix;
    private final TestLedger ledger = new TestLedger(Map.of(
            "keysmith.database-writer-secret", "database-writer",
            "keysmith.database-reader-secret", "database-reader"));
    private final TestSecrets secrets = ledger.get(TestSecrets.class);

    @BeforeEach
    void make() {
        secrets.set("database-writer", secret(writer, "writer's password"));
        secrets.set("database-reader", secret(reader, "reader's password"));
        ledger.get(DatabaseUsers.class).run();
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM event, chain_head, api_key, usage_day",
                "INSERT INTO event SELECT key_id, created_at, epoch, 100, step, action, owner, actor, actor_owner, source_ip,"
                        + " request_id, reason, at, changes, hmac_key, seal, NULL FROM event WHERE version = 1",
                "UPDATE event SET link = sha256('x') WHERE link IS NULL",
                "SELECT * FROM chain_head FOR UPDATE",
                "UPDATE chain_head SET pending = 7",
                "INSERT INTO chain_head (key_id) VALUES ('x') ON CONFLICT DO NOTHING",
                "INSERT INTO api_key (key_id) VALUES ('x') ON CONFLICT DO NOTHING",
                "UPDATE api_key SET total = 7",
                "UPDATE usage_day SET settled = 7"
            })
    void writerMayAppend(String sql) {
        appendLinkedAndWaiting();

        assertThatCode(() -> run(writer, sql)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE event SET link = NULL WHERE link IS NOT NULL",
                "UPDATE event SET link = sha256('x')",
                "UPDATE event SET actor = 'x'",
                "UPDATE event SET seal = sha256('x') WHERE link IS NULL",
                "UPDATE event SET link = sha256('x'), actor = 'x' WHERE link IS NULL",
                "DELETE FROM event",
                "DELETE FROM chain_head",
                "DELETE FROM api_key",
                "DELETE FROM usage_day",
                "TRUNCATE event",
                "ALTER TABLE event DISABLE TRIGGER ALL",
                "DROP TRIGGER event_is_append_only ON event",
                "CREATE OR REPLACE FUNCTION refuse_relinking() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "SET session_replication_role = replica",
                "CREATE TABLE mine (x int)",
                "CREATE TEMPORARY TABLE mine (x int)",
                "CREATE SCHEMA mine",
                "SELECT * FROM flyway_schema_history",
                "SELECT * FROM pg_authid"
            })
    void writerMayNothingElse(String sql) {
        appendLinkedAndWaiting();

        assertRefused(writer, sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "chain_head", "api_key", "usage_day"})
    void readerMayOnlyRead(String table) {
        appendLinkedAndWaiting();

        assertThatCode(() -> run(reader, "SELECT * FROM " + table)).doesNotThrowAnyException();
        assertRefused(reader, "INSERT INTO " + table + " (key_id) VALUES ('x')");
        assertRefused(reader, "UPDATE " + table + " SET key_id = 'x'");
        assertRefused(reader, "DELETE FROM " + table);
        assertRefused(reader, "SELECT * FROM " + table + " FOR UPDATE");
        assertRefused(reader, "UPDATE event SET link = sha256('x') WHERE link IS NULL");
        assertRefused(reader, "CREATE TEMPORARY TABLE mine (x int)");
    }

    @Test
    void nobodyElseMayDoAnything() {
        String other = "other-" + suffix;
        ledger.run("CREATE ROLE \"" + other + "\" LOGIN");
        ledger.run("GRANT SELECT, UPDATE (actor) ON event TO \"" + other + "\", PUBLIC");
        ledger.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO \"" + reader + "\"");
        ledger.run("GRANT ALL ON SCHEMA public TO \"" + other + "\"");
        ledger.run("GRANT ALL ON DATABASE " + database() + " TO \"" + other + "\"");
        assertThatCode(() -> run(other, "UPDATE event SET actor = 'x'")).doesNotThrowAnyException();

        ledger.get(DatabaseUsers.class).run();

        assertThatThrownBy(() -> run(other, "SELECT 1")).isInstanceOf(SQLException.class);
        ledger.run("GRANT CONNECT ON DATABASE " + database() + " TO \"" + other + "\"");
        assertRefused(other, "SELECT * FROM public.event");
        assertRefused(reader, "DELETE FROM event");
    }

    @Test
    void passwordsAreThoseOfTheSecrets() {
        assertThat(isPassword(writer, "writer's password")).isTrue();
        assertThat(isPassword(reader, "reader's password")).isTrue();
        assertThat(isPassword(reader, "writer's password")).isFalse();

        secrets.set("database-writer", secret(writer, "another"));
        ledger.get(DatabaseUsers.class).run();

        assertThat(isPassword(writer, "another")).isTrue();
        assertThat(isPassword(writer, "writer's password")).isFalse();
    }

    @Test
    void administratorIsNoUserOfTheLedger() {
        secrets.set("database-reader", secret("postgres", "another"));

        assertThatThrownBy(() -> ledger.get(DatabaseUsers.class).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("postgres")
                .hasMessageNotContaining("another");
    }

    @Test
    void memberOfAnotherRoleIsNoUserOfTheLedger() {
        ledger.run("GRANT pg_write_all_data TO \"" + reader + "\"");

        assertThatThrownBy(() -> ledger.get(DatabaseUsers.class).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reader);
    }

    @Test
    void writerAndReaderAreTwo() {
        secrets.set("database-reader", secret(writer, "x"));

        assertThatThrownBy(() -> ledger.get(DatabaseUsers.class).run()).isInstanceOf(IllegalStateException.class);
    }

    private void appendLinkedAndWaiting() {
        TransactionOperations<?> transactions = ledger.get(TransactionOperations.class);
        transactions.executeWrite(status -> {
            ledger.get(LedgerWriter.class).append(change(1, 1));
            return ledger.get(LedgerWriter.class).append(change(1, 3));
        });
    }

    private void assertRefused(String user, String sql) {
        assertThatThrownBy(() -> run(user, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        // insufficient_privilege
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
    }

    private void run(String user, String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(TestPostgres.secret(database(), user, "any"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String secret(String user, String password) {
        return TestPostgres.secret(database(), user.replace("\"", "\\\""), password);
    }

    private String database() {
        return ledger.rows("SELECT current_database()").getFirst();
    }

    /** Whether a user's verifier is of this password (RFC 5802): the tests' server lets everybody in. */
    private boolean isPassword(String user, String password) {
        String verifier = ledger.rows("SELECT rolpassword FROM pg_authid WHERE rolname = '" + user + "'")
                .getFirst();
        String[] parts = verifier.split("[$:]");
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(
                            password.toCharArray(),
                            Base64.getDecoder().decode(parts[2]),
                            Integer.parseInt(parts[1]),
                            256))
                    .getEncoded();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salted, "HmacSHA256"));
            byte[] stored = MessageDigest.getInstance("SHA-256")
                    .digest(mac.doFinal("Client Key".getBytes(StandardCharsets.UTF_8)));
            return parts[0].equals("SCRAM-SHA-256")
                    && parts[3].equals(Base64.getEncoder().encodeToString(stored));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
