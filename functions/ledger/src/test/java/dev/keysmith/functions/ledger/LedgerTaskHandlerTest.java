package dev.keysmith.functions.ledger;

import static dev.keysmith.functions.ledger.testing.TestEvents.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.StoredDeadLetters;
import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.task.TaskException;
import dev.keysmith.functions.ledger.testing.Life;
import dev.keysmith.functions.ledger.testing.TestEvents;
import dev.keysmith.functions.ledger.testing.TestLedger;
import dev.keysmith.functions.ledger.testing.TestPostgres;
import dev.keysmith.functions.ledger.testing.TestSecrets;
import dev.keysmith.functions.ledger.testing.TestTaskContext;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LedgerTaskHandlerTest {

    @TempDir
    private Path folder;

    private final Life life = new Life();
    private final TestTaskContext context = new TestTaskContext();
    private TestLedger ledger;
    private LedgerTaskHandler handler;

    @BeforeEach
    void start() {
        Map<String, Object> settings = life.settings();
        settings.put("keysmith.ledger-store", "file://" + folder);
        settings.put("keysmith.database-writer-secret", "database-writer");
        settings.put("keysmith.database-reader-secret", "database-reader");
        ledger = new TestLedger(settings);
        handler = new LedgerTaskHandler(ledger.get(ApplicationContext.class));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void migrationMakesTablesAndUsers() {
        String suffix = UUID.randomUUID().toString();
        String database = ledger.rows("SELECT current_database()").getFirst();
        TestSecrets secrets = ledger.get(TestSecrets.class);
        secrets.set("database-writer", TestPostgres.secret(database, "writer-" + suffix, "its password"));
        secrets.set("database-reader", TestPostgres.secret(database, "reader-" + suffix, "its password"));

        assertThat(run("{\"task\": \"migrate\"}")).isEqualTo("{\"migrated\":true}");
        assertThat(run("{\"task\": \"migrate\"}")).isEqualTo("{\"migrated\":true}");

        assertThat(ledger.rows("SELECT count(*) FROM pg_roles WHERE rolname LIKE '%" + suffix + "'"))
                .containsExactly("2");
        assertThat(context.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).doesNotContain("its password"));
    }

    @Test
    void verificationNamesTheNewestCheckpoint() {
        assertThat(run("{\"task\": \"verify\"}"))
                .isEqualTo("{\"ok\":true,\"keys\":0,\"events\":0,\"checkpoint\":null,\"finding\":null}");
        append();

        String made = run("{\"task\": \"checkpoint\"}");

        assertThat(made)
                .matches(
                        "\\{\"checkpoint\":\"checkpoints/[0-9]{17}\\.json\",\"at\":\"[0-9T:.-]+Z\",\"keys\":1,\"events\":2}");
        String name = made.substring(15, made.indexOf(",") - 1);
        String right = "{\"ok\":true,\"keys\":1,\"events\":2,\"checkpoint\":\"" + name + "\",\"finding\":null}";
        assertThat(run("{\"task\": \"verify\"}")).isEqualTo(right);
        assertThat(run("{\"task\": \"verify\", \"checkpoint\": \"" + name + "\"}"))
                .isEqualTo(right);
        assertThat(context.lines().getLast())
                .isEqualTo(
                        "{\"level\":\"INFO\",\"event\":\"ledger_task_done\",\"request_id\":\"aws-request-1\",\"result\":"
                                + right + "}\n");
    }

    @Test
    void verificationNamesTheFirstFault() {
        append();
        ledger.run("ALTER TABLE event DISABLE TRIGGER ALL");
        ledger.run("UPDATE event SET actor = 'nobody' WHERE version = 2");

        assertThat(run("{\"task\": \"verify\"}"))
                .isEqualTo(
                        "{\"ok\":false,\"keys\":1,\"events\":2,\"checkpoint\":null,\"finding\":{\"kind\":\"altered\","
                                + "\"key_id\":\"" + TestEvents.key(1) + "\",\"version\":2,\"action\":\"updated\","
                                + "\"detail\":\"what is written does not match its seal\"}}");
    }

    @Test
    void deadLettersAreListedAndReplayed() {
        StoredDeadLetters letters = ledger.get(StoredDeadLetters.class);
        Instant at = Instant.parse("2026-11-21T12:00:00.123Z");
        letters.put(new DeadLetter("t-1", "a reason", at, "nonsense"));
        letters.put(new DeadLetter("t-2", "another", at, life.keyStream.all().getFirst()));

        assertThat(run("{\"task\": \"dead_letters\"}"))
                .isEqualTo("{\"dead_letters\":["
                        + "{\"id\":\"t-1\",\"reason\":\"a reason\",\"put_aside_at\":\"2026-11-21T12:00:00.123Z\"},"
                        + "{\"id\":\"t-2\",\"reason\":\"another\",\"put_aside_at\":\"2026-11-21T12:00:00.123Z\"}]}");
        assertThat(run("{\"task\": \"replay\", \"id\": \"t-2\"}")).isEqualTo("{\"replayed\":1,\"failed\":[]}");
        assertThat(run("{\"task\": \"replay\"}"))
                .isEqualTo("{\"replayed\":0,\"failed\":[{\"id\":\"t-1\","
                        + "\"reason\":\"the record is no JSON, or a part has another type than it must have\"}]}");
        assertThat(run("{\"task\": \"dead_letters\"}")).contains("t-1").doesNotContain("t-2");
        assertRefused("{\"task\": \"replay\", \"id\": \"t-2\"}", "there is no dead letter t-2");
        assertThat(run("{\"task\": \"discard\", \"id\": \"t-1\"}"))
                .isEqualTo("{\"discarded\":\"t-1\",\"kept\":\"discarded/t-1.json\"}");
        assertThat(run("{\"task\": \"dead_letters\"}")).isEqualTo("{\"dead_letters\":[]}");
        assertRefused("{\"task\": \"discard\", \"id\": \"t-1\"}", "there is no dead letter t-1");
    }

    @Test
    void tableAndLedgerAreCompared() {
        assertThat(run("{\"task\": \"expire\"}")).isEqualTo("{\"expired\":0}");
        assertThat(run("{\"task\": \"reconcile\", \"older_than_seconds\": 0}"))
                .isEqualTo("{\"keys\":1,\"reconciled\":1,\"gaps\":[{\"key_id\":\""
                        + life.admin.keyId().value()
                        + "\",\"from_version\":1,\"to_version\":1,\"detail\":\"events are missing\"}]}");
        assertThat(run("{\"task\": \"reconcile\"}")).isEqualTo("{\"keys\":1,\"reconciled\":0,\"gaps\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"task\": \"drop\"} | unknown task: drop",
                "{\"task\": \"\"} | unknown task:",
                "{} | names no task",
                "{\"task\": 7} | names no task",
                "{\"task\": null} | the field task",
                "{\"task\": [\"verify\"]} | the field task",
                "{\"task\": \"verify\", \"checkpont\": \"x\"} | checkpont",
                "{\"task\": \"verify\", \"checkpoint\": \"../x\"} | checkpoint",
                "{\"task\": \"verify\", \"checkpoint\": \"checkpoints/none.json\"} | checkpoints/none.json",
                "{\"task\": \"verify\", \"id\": \"x\"} | id",
                "{\"task\": \"discard\"} | id",
                "{\"task\": \"checkpoint\", \"older_than_seconds\": 1} | older_than_seconds",
                "{\"task\": \"reconcile\", \"older_than_seconds\": \"1\"} | older_than_seconds",
                "{\"task\": \"reconcile\", \"older_than_seconds\": -1} | older_than_seconds",
                "{\"task\": \"reconcile\", \"older_than_seconds\": 1.5} | older_than_seconds",
                "{\"task\": \"reconcile\", \"older_than_seconds\": 99999999999999999999} | JSON",
                "{\"task\": \"verify\", \"task\": \"migrate\"} | JSON",
                "{\"task\": \"verify\"} {} | more than one",
                "{\"task\": \"verify\" | JSON",
                "[] | no JSON object",
                "`` | no JSON object"
            })
    void eventThatIsNoTaskIsRefused(String event, String reason) {
        assertRefused(event, reason);
    }

    @Test
    void failureTellsNothingOfItsCause() {
        ledger.get(TestSecrets.class).set("database-writer", "{\"password\": \"its password\"");

        assertRefused("{\"task\": \"migrate\"}", "the database's secret is not in order");
        assertThat(context.lines().getLast()).contains("ledger_task_failed").doesNotContain("its password");
    }

    private void assertRefused(String event, String reason) {
        assertThatThrownBy(() -> run(event))
                .isInstanceOf(TaskException.class)
                .hasNoCause()
                .hasMessageContaining(reason);
        assertThat(context.lines().getLast()).contains("\"level\":\"ERROR\"").endsWith("}\n");
    }

    private String run(String event) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, context);
        return answer.toString(StandardCharsets.UTF_8);
    }

    private void append() {
        TransactionOperations<?> transactions = ledger.get(TransactionOperations.class);
        transactions.executeWrite(status -> {
            ledger.get(LedgerWriter.class).append(change(1, 1));
            return ledger.get(LedgerWriter.class).append(change(1, 2));
        });
    }
}
