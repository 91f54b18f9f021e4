package dev.keysmith.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.local.lambda.AnsweringHandler;
import dev.keysmith.local.lambda.InvokeApi;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.lambda.LambdaHostSettings;
import dev.keysmith.local.lambda.TestFunctions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger's commands ask of the function, and what they make of its answers. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LedgerCommandsIT {

    private static final String IN_ORDER =
            "{\"ok\": true, \"keys\": 2, \"events\": 5, \"checkpoint\": null, \"finding\": null}";

    @TempDir
    Path project;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private LambdaHost host;
    private InvokeApi api;

    @BeforeEach
    void start() throws IOException {
        host = new LambdaHost(new LambdaHostSettings(TestFunctions.javaHome(), project.resolve("logs")), () -> {});
        host.add(TestFunctions.function("ledger-task", AnsweringHandler.class, project));
        api = new InvokeApi(host, Set.of("ledger-task"));
        api.start();
        Files.createDirectories(store());
        Files.createDirectories(project.resolve(".keysmith"));
        new StateFile(project.resolve(".keysmith/local.json"))
                .write(
                        "http://127.0.0.1:1",
                        "",
                        Map.of("lambda", api.endpoint().toString(), "ledger_store", store().toString()),
                        Map.of(),
                        Map.of());
        System.setProperty("keysmith.project", project.toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty("keysmith.project");
        api.close();
        host.close();
    }

    @Test
    void ledgerInOrderIsSaidSoWithWhatWasLookedAt() throws IOException {
        answer(IN_ORDER);

        assertThat(run("verify")).isZero();

        assertThat(event()).isEqualTo(json("{\"task\": \"verify\"}"));
        assertThat(lines(out)).first().asString().startsWith("5 events of 2 keys looked at, without a checkpoint");
    }

    @Test
    void findingIsNamedAndEndsWithOne() throws IOException {
        answer("""
                {"ok": false, "keys": 2, "events": 5, "checkpoint": "checkpoints/20261121.json",
                 "finding": {"kind": "altered", "key_id": "0Nf66uvCSw1D8JcY", "version": 4, "action": "revoked",
                             "detail": "its reason was changed"}}""");

        assertThat(run("verify")).isEqualTo(1);

        assertThat(lines(out))
                .containsExactly(
                        "5 events of 2 keys looked at, against checkpoints/20261121.json",
                        "altered: key 0Nf66uvCSw1D8JcY, version 4 (revoked): its reason was changed");
    }

    @Test
    void findingWithoutAVersionIsNamedToo() throws IOException {
        answer("""
                {"ok": false, "keys": 2, "events": 5, "checkpoint": "checkpoints/20261121.json",
                 "finding": {"kind": "truncated", "key_id": "0Nf66uvCSw1D8JcY", "version": null, "action": null,
                             "detail": "its last 2 events are gone"}}""");

        assertThat(run("verify")).isEqualTo(1);

        assertThat(lines(out)).last().isEqualTo("truncated: key 0Nf66uvCSw1D8JcY: its last 2 events are gone");
    }

    @Test
    void checkpointFromElsewhereIsCopiedIntoTheStoreOnceAndIsNeverItsNewest() throws IOException {
        answer(IN_ORDER);
        Path kept = Files.writeString(project.resolve("zz.json"), "{\"a\": 1}");

        run("verify", "--checkpoint", kept.toString());
        String name = event().path("checkpoint").asText();
        run("verify", "--checkpoint", kept.toString());

        assertThat(event().path("checkpoint").asText()).isEqualTo(name);
        assertThat(name).matches("checkpoints/0-[0-9a-f]{16}\\.json");
        assertThat(store().resolve(name)).hasContent("{\"a\": 1}");
    }

    @Test
    void checkpointThatTheStoreHasIsNotCopied() throws IOException {
        answer(IN_ORDER);
        Path own = store().resolve("checkpoints/20261121.json");
        Files.createDirectories(own.resolveSibling(""));
        Files.writeString(own, "{\"a\": 1}");
        Path kept = Files.writeString(project.resolve("kept.json"), "{\"a\": 1}");

        run("verify", "--checkpoint", kept.toString());

        assertThat(event().path("checkpoint").asText()).isEqualTo("checkpoints/20261121.json");
        try (var files = Files.list(own.resolveSibling(""))) {
            assertThat(files).containsExactly(own);
        }
    }

    @Test
    void checkpointIsCopiedToTheFile() throws IOException {
        answer(
                "{\"checkpoint\": \"checkpoints/1.json\", \"at\": \"2026-11-21T20:00:00Z\", \"keys\": 2, \"events\": 5}");
        Files.createDirectories(store().resolve("checkpoints"));
        Files.writeString(store().resolve("checkpoints/1.json"), "signed");

        assertThat(run("checkpoint", "--output", project.resolve("out.json").toString()))
                .isZero();

        assertThat(project.resolve("out.json")).hasContent("signed");
        assertThat(lines(out)).first().isEqualTo("checkpoints/1.json: 5 events of 2 keys, at 2026-11-21T20:00:00Z");
    }

    @Test
    void gapsAreNamed() throws IOException {
        answer("""
                {"keys": 9, "reconciled": 1, "gaps": [{"key_id": "0Nf66uvCSw1D8JcY", "from_version": 2, "to_version": 5,
                 "detail": "changes are missing"}]}""");

        assertThat(run("reconcile", "--older-than", "PT10M")).isZero();

        assertThat(event()).isEqualTo(json("{\"task\": \"reconcile\", \"older_than_seconds\": 600}"));
        assertThat(lines(out))
                .containsExactly(
                        "9 keys looked at, 1 reconciled",
                        "gap: key 0Nf66uvCSw1D8JcY, versions 2 to 5: changes are missing");
    }

    @Test
    void deadLettersAreListed() throws IOException {
        answer("""
                {"dead_letters": [{"id": "17", "reason": "no version", "put_aside_at": "2026-11-21T20:00:00Z"}]}""");

        assertThat(run("dead-letters")).isZero();

        assertThat(lines(out)).containsExactly("17, put aside at 2026-11-21T20:00:00Z: no version");
    }

    @Test
    void replayThatFailsEndsWithOne() throws IOException {
        answer("{\"replayed\": 0, \"failed\": [{\"id\": \"17\", \"reason\": \"no version\"}]}");

        assertThat(run("dead-letters", "--replay", "17")).isEqualTo(1);

        assertThat(event()).isEqualTo(json("{\"task\": \"replay\", \"id\": \"17\"}"));
        assertThat(lines(out)).containsExactly("0 replayed", "failed: 17: no version");
    }

    @Test
    void discardedLetterIsToldOfWithWhereItIsKept() throws IOException {
        answer("{\"discarded\": \"17\", \"kept\": \"discarded/17.json\"}");

        assertThat(run("dead-letters", "--discard", "17")).isZero();

        assertThat(event()).isEqualTo(json("{\"task\": \"discard\", \"id\": \"17\"}"));
        assertThat(lines(out)).containsExactly("17 is discarded, and kept as discarded/17.json");
    }

    @Test
    void functionThatFailsEndsWithOneAndItsReason() throws IOException {
        Files.writeString(project.resolve("error"), "the database is out of reach");

        assertThat(run("verify")).isEqualTo(1);

        assertThat(lines(err)).containsExactly("keysmith: the database is out of reach");
    }

    @Test
    void stackThatIsGoneIsNamed() throws IOException {
        api.close();

        assertThat(run("verify")).isEqualTo(1);

        assertThat(lines(err)).singleElement().asString().contains("does the stack run?");
    }

    private int run(String... arguments) {
        return Main.commandLine(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .execute(
                        Stream.concat(Stream.of("ledger"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void answer(String json) throws IOException {
        Files.writeString(project.resolve("answer"), json);
    }

    private JsonNode event() throws IOException {
        return new ObjectMapper().readTree(project.resolve("event").toFile());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(UTF_8).lines().toList();
    }

    private Path store() {
        return project.resolve("store");
    }
}
