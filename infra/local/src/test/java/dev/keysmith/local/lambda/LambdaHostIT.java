package dev.keysmith.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.local.lambda.InvocationResult.Failed;
import dev.keysmith.local.lambda.InvocationResult.FunctionError;
import dev.keysmith.local.lambda.InvocationResult.RequestTooLarge;
import dev.keysmith.local.lambda.InvocationResult.Success;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LambdaHostIT {

    @TempDir
    private Path directory;

    private final BlockingQueue<Map<String, List<Long>>> changes = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private LambdaHost host;

    @BeforeEach
    void startHost() {
        host = new LambdaHost(
                new LambdaHostSettings(TestFunctions.javaHome(), directory.resolve("logs")),
                () -> changes.add(host.processIds()));
        host.add(TestFunctions.function("obedient", ObedientHandler.class));
        host.add(TestFunctions.function("hasty", ObedientHandler.class, Duration.ofSeconds(2)));
        host.add(TestFunctions.function("broken", BrokenHandler.class));
    }

    @AfterEach
    void closeHost() {
        host.close();
        threads.close();
    }

    @Test
    void sequentialInvocationsShareOneProcess() {
        Set<String> processes = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            processes.add(answer("obedient", "pid"));
        }
        assertThat(processes).hasSize(1);
        assertThat(answer("obedient", "count")).isEqualTo("51");
        assertThat(processes("obedient"))
                .containsExactly(Long.parseLong(processes.iterator().next()));
    }

    @Test
    void concurrentInvocationsGetTheirOwnAnswersFromAtMostFourProcesses() throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String text = "number " + i;
            answers.add(threads.submit(() -> answer("obedient", "echo " + text)));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo("number " + i);
        }
        assertThat(processes("obedient")).hasSizeBetween(2, 4);
        for (Map<String, List<Long>> change : changes) {
            assertThat(change.get("obedient")).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void theInstanceUsedLastIsUsedFirst() throws Exception {
        Path signal = directory.resolve("signal");
        Future<String> busy = threads.submit(() -> answer("obedient", "await " + signal));
        awaitProcesses("obedient", 1);
        answer("obedient", "pid");
        Files.createFile(signal);
        busy.get();
        assertThat(processes("obedient")).hasSize(2);

        // Taking turns, no process would ever answer five calls in a row.
        int inARow = 0;
        String last = "";
        while (inARow < 5) {
            // Time for the one that has just answered to ask for more.
            LockSupport.parkNanos(20_000_000);
            String process = answer("obedient", "pid");
            inARow = process.equals(last) ? inARow + 1 : 1;
            last = process;
        }
    }

    @Test
    void aProcessThatDiesFailsItsOwnInvocationOnlyAndIsReplaced() throws Exception {
        String before = answer("obedient", "pid");
        Path hanging = directory.resolve("hanging");
        Future<InvocationResult> other = threads.submit(() -> invoke("obedient", "hang " + hanging));
        awaitFile(hanging);

        InvocationResult died = invoke("obedient", "exit 7");

        assertThat(died)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.why()).contains("exited with status 7"));
        assertThat(other.isDone()).isFalse();
        assertThat(answer("obedient", "pid")).isNotEqualTo(before);
    }

    @Test
    void killedProcessesFailOnlyWhatTheyRan() throws Exception {
        List<Future<InvocationResult>> results = new ArrayList<>();
        answer("obedient", "echo warm");
        for (int i = 0; i < 300; i++) {
            results.add(threads.submit(() -> invoke("obedient", "echo " + "x".repeat(100_000))));
            if (i % 100 == 50) {
                processes("obedient").forEach(LambdaHostIT::kill);
            }
        }
        int failed = 0;
        for (Future<InvocationResult> result : results) {
            failed += result.get() instanceof Success ? 0 : 1;
        }
        // Three kills of at most four processes, each with one invocation.
        assertThat(failed).isLessThanOrEqualTo(12);
        assertThat(answer("obedient", "echo well again")).isEqualTo("well again");
    }

    @Test
    void aProcessKilledWhileItStartsIsReplacedAndNothingFails() throws Exception {
        Path gate = addGated();
        Future<String> answer = threads.submit(() -> answer("gated", "hello"));
        killNextStarted("gated");
        Files.createFile(gate);
        assertThat(answer.get()).isEqualTo("hello");
    }

    @Test
    void aFunctionThatNeverSurvivesItsStartFails() throws Exception {
        addGated();
        Future<InvocationResult> result = threads.submit(() -> invoke("gated", "hello"));
        for (int i = 0; i < 3; i++) {
            killNextStarted("gated");
        }
        assertThat(result.get()).isInstanceOf(Failed.class);
    }

    @Test
    void startErrorReachesEveryWaitingInvocation() throws Exception {
        List<Future<InvocationResult>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            results.add(threads.submit(() -> invoke("broken", "echo")));
        }
        for (Future<InvocationResult> result : results) {
            assertThat(result.get())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.why()).contains("KEYSMITH_KEYS_TABLE is not set"));
        }
        assertThat(processes("broken")).isEmpty();
    }

    @Test
    void aFunctionWhoseClassIsMissingFailsInsteadOfHanging() {
        host.add(new LambdaFunction(
                "missing", "no.such.Handler", List.of(directory), 128, Duration.ofSeconds(5), Map.of()));
        assertThat(invoke("missing", "echo")).isNotInstanceOf(Success.class);
    }

    @Test
    void aJvmThatRefusesItsFlagsFailsInsteadOfHanging() {
        host.add(new LambdaFunction(
                "flagged",
                ObedientHandler.class.getName(),
                List.of(TestFunctions.testClasses()),
                128,
                Duration.ofSeconds(5),
                Map.of("JAVA_TOOL_OPTIONS", "-XX:NoSuchFlag")));
        assertThat(invoke("flagged", "echo"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.why()).contains("flagged.log"));
    }

    @Test
    void anInvocationOverItsTimeIsEndedWithItsProcess() throws Exception {
        Path hanging = directory.resolve("hanging");
        InvocationResult result = invoke("hasty", "hang " + hanging);
        assertThat(result).isEqualTo(new Failed("Task timed out after 2.0 seconds"));
        assertThat(answer("hasty", "echo next")).isEqualTo("next");
    }

    @Test
    void aFrozenProcessIsKilledWhenItsTimeIsOver() throws Exception {
        long frozen = Long.parseLong(answer("hasty", "pid"));
        signal(frozen, "STOP");
        // It may have been frozen before it asked for this one, and then another process serves.
        invoke("hasty", "echo");
        awaitEnd(frozen);
        assertThat(answer("hasty", "pid")).isNotEqualTo(Long.toString(frozen));
    }

    @Test
    void whatAFunctionThrowsIsItsError() {
        assertThat(invoke("obedient", "throw Unauthorized"))
                .isEqualTo(new FunctionError("java.lang.IllegalStateException", "Unauthorized"));
        assertThat(answer("obedient", "count")).isEqualTo("2");
    }

    @Test
    void aRequestOfSixMegabytesIsTakenAndOneByteMoreIsNot() {
        int limit = 6 * 1024 * 1024;
        assertThat(answer("obedient", "size " + "x".repeat(limit - 5))).isEqualTo(Integer.toString(limit - 5));
        assertThat(invoke("obedient", "size " + "x".repeat(limit - 4))).isEqualTo(new RequestTooLarge(limit + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {6 * 1024 * 1024 + 101, 20 * 1024 * 1024})
    void anAnswerOverSixMegabytesIsAFunctionError(int size) {
        assertThat(answer("obedient", "fill " + 6 * 1024 * 1024)).hasSize(6 * 1024 * 1024);
        assertThat(invoke("obedient", "fill " + size))
                .isInstanceOfSatisfying(
                        FunctionError.class,
                        error -> assertThat(error.errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
        assertThat(answer("obedient", "echo next")).isEqualTo("next");
    }

    @Test
    void aFunctionSeesItsOwnEnvironmentAndNothingElse() {
        assertThat(System.getenv("HOME")).isNotNull();
        assertThat(answer("obedient", "environment"))
                .contains("GREETING=hello", "AWS_LAMBDA_FUNCTION_NAME=obedient", "AWS_REGION=us-east-1")
                .contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", "_HANDLER=" + ObedientHandler.class.getName())
                .doesNotContain("HOME=", "USER=");
        assertThat(answer("obedient", "arn")).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:obedient");
        assertThat(Integer.parseInt(answer("obedient", "deadline"))).isBetween(1, 60_000);
    }

    @Test
    void outputOfAllInstancesIsAppendedToTheFunctionsLog() throws Exception {
        answer("obedient", "print from the first");
        invoke("obedient", "exit 0");
        answer("obedient", "print from the second");
        assertThat(Files.readString(directory.resolve("logs").resolve("obedient.log"), UTF_8))
                .contains("from the first", "from the second");
    }

    @Test
    void closeEndsEveryProcessAndFailsWhatRuns() throws Exception {
        Path hanging = directory.resolve("hanging");
        Future<InvocationResult> running = threads.submit(() -> invoke("obedient", "hang " + hanging));
        awaitFile(hanging);
        long frozen = Long.parseLong(answer("hasty", "pid"));
        signal(frozen, "STOP");
        List<Long> processes =
                host.processIds().values().stream().flatMap(List::stream).toList();
        assertThat(processes).hasSize(2);

        host.close();

        assertThat(processes).noneMatch(LambdaHostIT::alive);
        assertThat(running.get()).isEqualTo(new Failed("The host is closing"));
        assertThat(invoke("obedient", "echo")).isEqualTo(new Failed("The host is closing"));
        assertThat(host.processIds()).allSatisfy((name, ids) -> assertThat(ids).isEmpty());
    }

    @Test
    void startsAndEndsAreTold() throws Exception {
        long process = Long.parseLong(answer("obedient", "pid"));
        awaitChange(Map.of("broken", List.of(), "hasty", List.of(), "obedient", List.of(process)));
        kill(process);
        awaitChange(Map.of("broken", List.of(), "hasty", List.of(), "obedient", List.of()));
    }

    @Test
    void anInterruptedCallerStopsWaiting() throws Exception {
        Path hanging = directory.resolve("hanging");
        var result = new CompletableFuture<InvocationResult>();
        Thread caller = Thread.startVirtualThread(() -> result.complete(invoke("obedient", "hang " + hanging)));
        awaitFile(hanging);
        caller.interrupt();
        assertThat(result.get()).isEqualTo(new Failed("The caller stopped waiting"));
    }

    @Test
    void unknownFunctionIsRefused() {
        assertThatThrownBy(() -> invoke("nobody", "echo")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKilledHostLeavesNoFunctionBehind() throws Exception {
        Process other = new ProcessBuilder(
                        TestFunctions.javaHome().resolve("bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostInAnotherProcess.class.getName(),
                        directory.toString())
                .redirectError(new File(directory.toFile(), "host.log"))
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
            ProcessHandle function =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            assertThat(function.isAlive()).isTrue();
            other.destroyForcibly().waitFor();
            function.onExit().get(60, TimeUnit.SECONDS);
            assertThat(function.isAlive()).isFalse();
        } finally {
            other.destroyForcibly();
        }
    }

    private List<Long> processes(String function) {
        return host.processIds().getOrDefault(function, List.of());
    }

    private InvocationResult invoke(String function, String event) {
        return host.invoke(function, event.getBytes(UTF_8));
    }

    private String answer(String function, String event) {
        InvocationResult result = invoke(function, event);
        assertThat(result).isInstanceOf(Success.class);
        return new String(((Success) result).payload(), UTF_8);
    }

    /** Adds a function that goes on starting until the file that this returns is there. */
    private Path addGated() {
        Path gate = directory.resolve("gate");
        LambdaFunction ungated = TestFunctions.function("gated", GatedHandler.class);
        host.add(new LambdaFunction(
                "gated",
                ungated.handler(),
                ungated.classPath(),
                ungated.memoryMegabytes(),
                ungated.timeout(),
                Map.of("GATE", gate.toString())));
        return gate;
    }

    private void killNextStarted(String function) throws InterruptedException {
        List<Long> started = List.of();
        while (started.isEmpty()) {
            started = changes.take().getOrDefault(function, List.of());
        }
        started.forEach(LambdaHostIT::kill);
    }

    private void awaitProcesses(String function, int number) {
        while (processes(function).size() < number) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void awaitChange(Map<String, List<Long>> expected) throws InterruptedException {
        while (!expected.equals(changes.take())) {
            // The next one, then; the test's own time limit bounds this.
        }
    }

    private static void awaitFile(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void awaitEnd(long process) throws Exception {
        Optional<ProcessHandle> handle = ProcessHandle.of(process);
        if (handle.isPresent()) {
            handle.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private static boolean alive(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void kill(long process) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void signal(long process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor();
    }
}
