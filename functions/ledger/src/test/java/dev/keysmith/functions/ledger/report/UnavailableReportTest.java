package dev.keysmith.functions.ledger.report;

import static dev.keysmith.functions.ledger.report.Reports.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports answer while their database is out of reach. */
final class UnavailableReportTest {

    private static final Principal CALLER = caller("acme", "audit:read reports:read");
    private static final List<TestEvent> REQUESTS = List.of(
            Reports.event("/v1/events", CALLER),
            TestEvent.of("GET", "/v1/keys/{key_id}/events")
                    .parameter("key_id", "0000000000000000")
                    .by(CALLER),
            Reports.event("/v1/reports/expiring", CALLER),
            Reports.event("/v1/reports/unused", CALLER),
            Reports.event("/v1/reports/usage", CALLER));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void reportsAnswer503UntilTheDatabaseIsThere() throws IOException {
        int port = freePort();
        try (Reports reports = Reports.on(secret(port))) {
            requireUnavailable(reports);
            try (EmbeddedPostgres server = start(port)) {
                reports.migrate();
                requireAvailable(reports);
            }
            requireUnavailable(reports);
            try (EmbeddedPostgres server = start(port)) {
                requireAvailable(reports);
            }
        }
    }

    @Test
    void connectionThatTheDatabaseEndsIsAnOutageAndTheNextCallHasANewOne() throws SQLException {
        try (Reports reports = Reports.onNewDatabase();
                ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = reports.connection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE event");

            Future<Answer> answer = calls.submit(() -> reports.get("/v1/events", CALLER));
            endConnectionThatWaits(reports);
            calls.close();
            other.rollback();

            assertThat(answer.resultNow().status()).isEqualTo(503);
            assertThat(reports.get("/v1/events", CALLER).status()).isEqualTo(200);
        }
    }

    @Test
    void statementThatFailsForAnotherReasonIsNoOutage() {
        try (Reports reports = Reports.onNewDatabase()) {
            reports.sql("ALTER TABLE event RENAME COLUMN reason TO another");
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(() -> answer[0] = reports.get("/v1/events", CALLER));

            assertThat(answer[0].status()).isEqualTo(503);
            assertThat(answer[0].code()).isEqualTo("unavailable");
            assertThat(answer[0].body()).doesNotContain("reason", "column");
            assertThat(lines).contains("request failed").doesNotContain("out of reach", "does not exist");
        }
    }

    /** Wrong requests need no database. */
    @Test
    void badRequestIsRefusedWithoutADatabase() throws IOException {
        try (Reports reports = Reports.on(secret(freePort()))) {
            assertThat(reports.get("/v1/events", CALLER, "limit", "x").status()).isEqualTo(400);
            assertThat(reports.get("/v1/events", CALLER, "owner", "other").status())
                    .isEqualTo(404);
            assertThat(reports.get("/v1/events", caller("acme", "keys:read")).status())
                    .isEqualTo(403);
        }
    }

    private static void endConnectionThatWaits(Reports reports) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean hasEnded;
        do {
            try (Connection another = reports.connection();
                    Statement statement = another.createStatement();
                    ResultSet ended = statement.executeQuery("""
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'""")) {
                hasEnded = ended.next();
            }
        } while (!hasEnded && System.nanoTime() < deadline);
        assertThat(hasEnded).isTrue();
    }

    private static void requireAvailable(Reports reports) {
        assertThat(answers(reports)).extracting(Answer::status).containsExactly(200, 404, 200, 200, 200);
    }

    private static void requireUnavailable(Reports reports) {
        assertThat(answers(reports)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(answer.headers()).containsKey("Retry-After");
        });
    }

    /** All at once, since each waits for a while before it gives up. */
    private static List<Answer> answers(Reports reports) {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = REQUESTS.stream()
                    .map(request -> calls.submit(() -> reports.function.call(request)))
                    .toList();
            calls.close();
            return answers.stream().map(Future::resultNow).toList();
        }
    }

    private EmbeddedPostgres start(int port) {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String secret(int port) {
        return """
                {"host": "localhost", "port": %d, "dbname": "postgres", "username": "postgres", "password": "postgres"}""".formatted(port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
