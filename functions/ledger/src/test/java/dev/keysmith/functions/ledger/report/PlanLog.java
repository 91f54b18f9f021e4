package dev.keysmith.functions.ledger.report;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL that logs the plan of each statement that it runs.
 *
 * @see <a href="https://www.postgresql.org/docs/17/auto-explain.html">auto_explain</a>
 */
final class PlanLog implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.createDefault();
    /** The lines of a message after the first begin with a tab. */
    private static final Pattern PLAN = Pattern.compile("plan:\\n((?:\\t.*\\n)+)");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger ends = new AtomicInteger();
    private final Path folder;
    private final EmbeddedPostgres server;

    /** With its log in an empty folder. */
    PlanLog(Path folder) {
        this.folder = folder;
        try {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("logging_collector", "on")
                    .setServerConfig("log_directory", folder.toString())
                    .setServerConfig("log_filename", "plans.log")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The secret of the owner of its database. */
    String secret() {
        return """
                {"host": "localhost", "port": %d, "dbname": "postgres", "username": "postgres", "password": "postgres"}""".formatted(server.getPort());
    }

    void execute(List<String> statements) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Logs the plans of connections that are opened from now on. */
    void startLogging() {
        execute(List.of(
                "ALTER SYSTEM SET session_preload_libraries = 'auto_explain'",
                "ALTER SYSTEM SET auto_explain.log_min_duration = 0",
                "ALTER SYSTEM SET auto_explain.log_format = 'json'",
                "ALTER SYSTEM SET auto_explain.log_analyze = on",
                "SELECT pg_reload_conf()"));
    }

    /** The plans of what was run during this action. */
    List<Map<String, Object>> during(Runnable action) {
        int before = log().length();
        action.run();
        // A message of our own is the last in the log: then all others are in it.
        String end = "end of plans " + ends.incrementAndGet();
        execute(List.of("DO $$ BEGIN RAISE LOG '" + end + ".'; END $$"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String log;
        do {
            log = log().substring(before);
        } while (!log.contains("LOG:  " + end + ".") && System.nanoTime() < deadline);
        Matcher messages = PLAN.matcher(log);
        List<Map<String, Object>> plans = new ArrayList<>();
        for (MatchResult message : messages.results().toList()) {
            plans.add(parse(message.group(1)));
        }
        return plans;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("plans.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> parse(String json) {
        try {
            return JSON.readValue(json, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
