package dev.keysmith.functions.ledger.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.functions.api.ApiFunction;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.TestEvent;
import dev.keysmith.functions.ledger.database.Migration;
import dev.keysmith.functions.ledger.testing.TestSecrets;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The function {@code reports} on a database of its own, with a clock that tests move. */
final class Reports implements AutoCloseable {

    static final String READER = "reader0000000000";

    /** More than any test stores for an owner. */
    private static final int MOST_ROWS = 1_000;

    final TestClock clock = new TestClock();
    final FunctionUnderTest function = start(clock);

    /** With a migrated database in the PostgreSQL of all tests. */
    static Reports onNewDatabase() {
        Reports reports = new Reports();
        reports.migrate();
        return reports;
    }

    /** With the database of this secret. */
    static Reports on(String databaseSecret) {
        Reports reports = new Reports();
        reports.function.get(TestSecrets.class).set("database", databaseSecret);
        return reports;
    }

    private static FunctionUnderTest start(TestClock clock) {
        // Only what the function has in its environment.
        return new FunctionUnderTest(ApiFunction.contextBuilder()
                .environmentPropertySource(false)
                .properties(Map.of(
                        "aws.region", "us-east-1",
                        "keysmith.database-secret", "database",
                        "keysmith.database-tls", "disable"))
                .beanDefinitions(RuntimeBeanDefinition.builder(InstantSource.class, () -> clock)
                        .singleton(true)
                        .replaces(InstantSource.class)
                        .build()));
    }

    void migrate() {
        function.get(Migration.class).run();
    }

    /** A connection besides the function's own. */
    Connection connection() throws SQLException {
        return ((HikariDataSource) DelegatingDataSource.unwrapDataSource(function.get(DataSource.class)))
                .getDataSource()
                .getConnection();
    }

    /** Runs statements as the owner of the tables. */
    void sql(String statements) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    /** Runs a statement with these values in it. */
    void sql(String statement, @Nullable Object... values) {
        try (Connection connection = connection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(
                        i + 1, values[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : values[i]);
            }
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** Stores the event of a key's only life. */
    void event(String owner, String keyId, long version, String action, Instant at) {
        event(owner, keyId, version, action, at, READER, null, "{}");
    }

    void event(
            String owner,
            String keyId,
            long version,
            String action,
            Instant at,
            String actor,
            @Nullable String reason,
            String changes) {
        sql("""
                INSERT INTO event (key_id, created_at, epoch, version, step, action, owner, actor, actor_owner, source_ip,
                    request_id, reason, at, changes, hmac_key, seal)
                VALUES (?, '2026-01-01T00:00:00Z', 0, ?, 0, ?, ?, ?, ?, '192.0.2.1', 'r', ?, ?, CAST(? AS json), 1, '')""", keyId, version, action, owner, actor, owner, reason, at, changes);
    }

    /** Stores a key of the inventory. */
    void key(
            String owner,
            String keyId,
            String status,
            Instant expiresAt,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {
        sql("""
                INSERT INTO api_key (key_id, owner, status, name, role, environment, created_at, expires_at, version, total,
                    last_used_at, idle_since)
                VALUES (?, ?, ?, 'a name', 'basic', 'live', ?, ?, 1, 7, ?, ?)""", keyId, owner, status, createdAt, expiresAt, lastUsedAt, lastUsedAt == null ? createdAt : lastUsedAt);
    }

    /** Stores the calls of a key on a day. */
    void usage(@Nullable String owner, String keyId, String day, long calls) {
        sql("""
                INSERT INTO usage_day (key_id, day, owner, first_sequence, first_reading, last_sequence, last_reading)
                VALUES (?, CAST(? AS date), ?, 1, 5, 2, ?)""", keyId, day, owner, 5 + calls);
    }

    Answer get(String path, Principal caller, String... query) {
        return function.call(event(path, caller, query));
    }

    /** A request with these names and values in its query. */
    static TestEvent event(String path, Principal caller, String... query) {
        TestEvent event = TestEvent.of("GET", path).by(caller);
        for (int i = 0; i < query.length; i += 2) {
            event.query(query[i], query[i + 1]);
        }
        return event;
    }

    /** A field of each entry of a page. */
    static List<String> each(Answer page, String list, String field) {
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return ((List<?>) requireNonNull(page.json().get(list)))
                .stream()
                        .map(entry -> String.valueOf(((Map<?, ?>) entry).get(field)))
                        .toList();
    }

    /** A field of each entry of all pages, as its cursors lead. */
    List<String> eachOfAllPages(String path, Principal caller, String list, String field, String... query) {
        List<String> all = new ArrayList<>();
        @Nullable Object cursor = null;
        do {
            TestEvent event = event(path, caller, query);
            Answer page = function.call(cursor == null ? event : event.query("cursor", cursor.toString()));
            all.addAll(each(page, list, field));
            assertThat(all).as("cursors lead to an end").hasSizeLessThan(MOST_ROWS);
            cursor = page.json().get("next_cursor");
        } while (cursor != null);
        return all;
    }

    /** An owner that has nothing yet. */
    static String newOwner() {
        return "o" + UUID.randomUUID();
    }

    /** A key id that no other test has. */
    static String newKeyId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /** A caller of this owner. */
    static Principal caller(String owner, String scopes) {
        return Principal.fromContext(Map.ofEntries(
                Map.entry("credential_kind", "api_key"),
                Map.entry("key_id", READER),
                Map.entry("owner", owner),
                Map.entry("role", "admin"),
                Map.entry("scope", scopes),
                Map.entry("environment", "live"),
                Map.entry("generation", "1"),
                Map.entry("created_at", "2026-01-01T00:00:00Z"),
                Map.entry("expires_at", "2030-01-01T00:00:00Z"),
                Map.entry("max_expires_at", "2030-01-01T00:00:00Z"),
                Map.entry("lifetime", "PT720H"),
                Map.entry("refresh_lifetime", "PT720H")));
    }

    @Override
    public void close() {
        function.close();
    }
}
