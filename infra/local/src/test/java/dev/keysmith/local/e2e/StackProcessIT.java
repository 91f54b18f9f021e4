package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./keysmith local} as a process of its own: what it tells, and what it leaves behind when it ends. */
class StackProcessIT {

    private static final long PATIENCE_SECONDS = 60;

    private @TempDir Path project;
    private final List<Process> launchers = new ArrayList<>();

    @BeforeEach
    void linkArtifacts() throws IOException {
        for (String module : List.of("authorizer", "functions")) {
            Files.createSymbolicLink(
                    project.resolve(module), SharedStack.projectRoot().resolve(module));
        }
    }

    @AfterEach
    void endLaunchers() throws InterruptedException {
        for (Process launcher : launchers) {
            launcher.destroy();
            launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            launcher.destroyForcibly();
        }
    }

    @Test
    void sigtermEndsEveryProcessAndRemovesTheStateFile() throws Exception {
        Process launcher = startAndAwaitReady();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stateFile())))
                .isEqualTo("rw-------");
        List<ProcessHandle> functions = useEveryFunction();
        ProcessHandle database = database();

        launcher.destroy();

        assertThat(launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(functions).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(database.isAlive()).isFalse();
        assertThat(stateFile()).doesNotExist();
    }

    @Test
    void killedLauncherLeavesNoFunctionBehindAndTheNextStartGoesOn() throws Exception {
        Process launcher = startAndAwaitReady();
        String admin = state().get("admin_key").asText();
        List<ProcessHandle> functions = useEveryFunction();
        ProcessHandle database = database();

        launcher.destroyForcibly();

        for (ProcessHandle function : functions) {
            assertThat(function.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
        }
        // PostgreSQL is a daemon: it goes on, until the next start ends it.
        startAndAwaitReady();
        assertThat(database.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(state().get("admin_key").asText()).isEqualTo(admin);
        assertThat(useEveryFunction()).isNotEmpty();
    }

    @Test
    void secretIsRotatedByTheCommandOfItsOwn() throws Exception {
        startAndAwaitReady();
        useEveryFunction();

        Process command =
                java("rotate-secret", "signing").redirectErrorStream(true).start();
        launchers.add(command);
        List<String> lines = command.inputReader().lines().toList();

        assertThat(command.waitFor()).as(lines.toString()).isZero();
        assertThat(lines).last().asString().matches("keysmith/signing is rotated: version .+ is current");
        useEveryFunction();
    }

    @Test
    void adminKeyIsShownAndRotatedByTheCommandOfItsOwn() throws Exception {
        startAndAwaitReady();
        String kept = state().get("admin_key").asText();
        URI api = URI.create(state().get("base_url").asText());
        assertThat(run("admin-key")).containsExactly(kept);
        // As on AWS: by the SDK's own settings.
        ProcessBuilder onAws = java("admin-key", "--region", "us-east-1", "--secret", "keysmith/admin-key");
        onAws.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        state().get("endpoints").get("secrets_manager").asText(),
                        "AWS_ACCESS_KEY_ID",
                        "local",
                        "AWS_SECRET_ACCESS_KEY",
                        "local"));
        assertThat(run(onAws.redirectErrorStream(true))).containsExactly(kept);

        Process command = java("admin-key", "--rotate").start();
        launchers.add(command);
        List<String> shown = command.inputReader().lines().toList();
        String told = String.join("\n", command.errorReader().lines().toList());

        assertThat(command.waitFor()).as(told).isZero();
        assertThat(shown).singleElement().asString().matches("ks_live_" + kept.split("_", -1)[2] + "_[0-9A-Za-z]{49}");
        assertThat(told).contains("shown once").doesNotContain(kept).doesNotContain(shown.getFirst());
        try (Api client = new Api(api)) {
            assertThat(client.me(shown.getFirst()).status()).isEqualTo(200);
            assertThat(client.me(kept).status()).isEqualTo(401);
        }
        // The secret still holds what opens nothing any more.
        Process again = java("admin-key", "--rotate").start();
        launchers.add(again);
        assertThat(again.inputReader().lines()).isEmpty();
        assertThat(again.errorReader().lines()).singleElement().asString().contains("401 credential_rejected");
        assertThat(again.waitFor()).isOne();
    }

    @Test
    void ledgerIsVerifiedAndSecuredByCommandsOfItsOwn() throws Exception {
        startAndAwaitReady();
        useEveryFunction();
        Path kept = project.resolve("kept.json");

        assertThat(run("ledger", "checkpoint", "--output", kept.toString()))
                .first()
                .asString()
                .matches("checkpoints/\\d+\\.json: \\d+ events of \\d+ keys, at .+Z");
        assertThat(run("ledger", "verify")).last().isEqualTo("Every event is as it was stored");
        // As from where its administrators cannot write: the store has lost its own.
        try (var files = Files.list(project.resolve(".keysmith/ledger/checkpoints"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(run("ledger", "verify", "--checkpoint", kept.toString()))
                .last()
                .isEqualTo("Every event is as it was stored");
        assertThat(run("ledger", "reconcile", "--older-than", "PT1H"))
                .first()
                .asString()
                .contains("0 reconciled");
        assertThat(run("ledger", "dead-letters")).containsExactly("No record was put aside");
        assertThat(run("ledger", "dead-letters", "--replay")).containsExactly("0 replayed");
    }

    /** Runs a command that succeeds; what it wrote. */
    private List<String> run(String... arguments) throws Exception {
        return run(java(arguments).redirectErrorStream(true));
    }

    private List<String> run(ProcessBuilder builder) throws Exception {
        Process command = builder.start();
        launchers.add(command);
        List<String> lines = command.inputReader().lines().toList();
        assertThat(command.waitFor()).as(lines.toString()).isZero();
        return lines;
    }

    private ProcessHandle database() throws IOException {
        String id = Files.readAllLines(project.resolve(".keysmith/postgresql/data/postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
    }

    /** Calls every function that has routes once; the processes that the state file names then. */
    private List<ProcessHandle> useEveryFunction() throws IOException {
        String admin = state().get("admin_key").asText();
        try (Api api = new Api(URI.create(state().get("base_url").asText()))) {
            Api.IssuedKey key = api.issue(admin, "{\"name\":\"used\"}");
            assertThat(api.me(key.key()).status()).isEqualTo(200);
            assertThat(api.post("/v1/keys/" + key.keyId() + "/rotate", "", "x-api-key", admin)
                            .status())
                    .isEqualTo(200);
            assertThat(api.revoke(admin, key.keyId()).status()).isEqualTo(200);
            assertThat(api.get("/v1/events", "x-api-key", admin).status()).isEqualTo(200);
        }
        List<ProcessHandle> processes = new ArrayList<>();
        JsonNode functions = state().get("functions");
        for (String name :
                List.of("authorizer", "issue", "refresh", "revoke", "manage", "ledger", "ledger-task", "reports")) {
            assertThat(functions.get(name)).as(name).isNotEmpty();
        }
        // And what rotates secrets, where it runs: a start that finds its secrets does not need it.
        functions.forEach(
                pids -> pids.forEach(pid -> ProcessHandle.of(pid.asLong()).ifPresent(processes::add)));
        return processes;
    }

    private Process startAndAwaitReady() throws IOException {
        Process launcher =
                java("local", "--port", "0").redirectErrorStream(true).start();
        launchers.add(launcher);
        BufferedReader output = launcher.inputReader();
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith("Ctrl-C")) {
                // What follows must be read by somebody, or the launcher would wait.
                Thread.ofVirtual().start(() -> output.lines().forEach(lines::add));
                return launcher;
            }
        }
        throw new AssertionError("the launcher ended: " + lines);
    }

    private ProcessBuilder java(String... arguments) throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dkeysmith.project=" + project,
                "-cp",
                target.resolve("classes") + ":"
                        + Files.readString(target.resolve("classpath.txt")).strip(),
                "dev.keysmith.local.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private JsonNode state() throws IOException {
        return new ObjectMapper().readTree(stateFile().toFile());
    }

    private Path stateFile() {
        return project.resolve(".keysmith/local.json");
    }
}
