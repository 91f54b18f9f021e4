package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.LocalStack;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DynamoDB or Secrets Manager stopped under load: nothing is let in, answers are 503 or still right, and all is well after. */
class OutageIT {

    private static final int CLIENTS_PER_KIND = 5;
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private @TempDir Path data;
    private SharedStack.Handle handle;
    private LocalStack stack;
    private Api api;
    private String good;
    private String revoked;

    @BeforeEach
    void start() {
        handle = SharedStack.start(SharedStack.settings(data));
        stack = handle.stack();
        api = handle.api();
        good = api.issue(stack.adminKey(), "{\"name\":\"good\"}").key();
        IssuedKey bad = api.issue(stack.adminKey(), "{\"name\":\"revoked\"}");
        assertThat(api.revoke(stack.adminKey(), bad.keyId()).status()).isEqualTo(200);
        revoked = bad.key();
    }

    @AfterEach
    void stop() {
        handle.close();
    }

    @Test
    void withoutDynamoDbNothingIsLetInAndAnswersAre503() throws Exception {
        Map<String, LongAdder> answers = underLoad(() -> {
            stack.dynamoDb().stop();
            assertUnavailable(api.me(good));
            assertUnavailable(api.validate(good));
            assertUnavailable(api.issueAnswer(stack.adminKey(), "{\"name\":\"x\"}"));
            assertUnavailable(api.revoke(stack.adminKey(), good.substring(8, 24)));
            hold();
            stack.dynamoDb().start();
        });
        System.out.println("OutageIT: DynamoDB stopped for " + Scale.outage() + ": " + answers);
        assertThat(answers).containsKeys("good 503", "good 200", "revoked 401");
        assertAllIsWell();
    }

    @Test
    void withoutSecretsManagerHeldKeysGoOnAndNothingElseIsLetIn() throws Exception {
        Map<String, LongAdder> answers = underLoad(() -> {
            stack.secretsManager().stop();
            // An instance that holds no secret yet cannot verify.
            List<Long> authorizers = stack.processIds().getOrDefault("authorizer", List.of());
            authorizers.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            awaitAnswer(() -> api.me(good), 503);
            hold();
            stack.secretsManager().start();
        });
        System.out.println("OutageIT: Secrets Manager stopped for " + Scale.outage() + ": " + answers);
        assertThat(answers).containsKeys("good 503", "good 200", "revoked 401");
        assertAllIsWell();
    }

    @Test
    void heldSecretsServeThroughAnOutageOfSecretsManager() throws Exception {
        assertThat(api.me(good).status()).isEqualTo(200);
        stack.secretsManager().stop();
        for (int i = 0; i < 20; i++) {
            assertThat(api.me(good).status()).isEqualTo(200);
            assertThat(api.me(revoked).status()).isEqualTo(401);
        }
        stack.secretsManager().start();
    }

    /** Runs the outage while clients call; whatever they are answered may be 503 or right, and never wrong. */
    private Map<String, LongAdder> underLoad(Outage outage) throws Exception {
        Map<String, LongAdder> answers = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS_PER_KIND; i++) {
                clients.add(threads.submit(() -> use("good", good, 200, over, answers)));
                clients.add(threads.submit(() -> use("revoked", revoked, 401, over, answers)));
                clients.add(threads.submit(() -> use("unknown", TestKeys.randomWellFormed(), 401, over, answers)));
            }
            try {
                // The outage begins under load, not before it.
                while (!answers.keySet().containsAll(List.of("good 200", "revoked 401", "unknown 401"))
                        && clients.stream().noneMatch(Future::isDone)) {
                    Thread.sleep(10);
                }
                outage.run();
            } finally {
                over.set(true);
            }
        }
        for (Future<?> client : clients) {
            client.get();
        }
        return answers;
    }

    private void use(String kind, String key, int right, AtomicBoolean over, Map<String, LongAdder> answers) {
        while (!over.get()) {
            Answer answer = api.me(key);
            // 502 and 504 are what a killed or late instance gives; the outage itself is a 503.
            assertThat(answer.status()).as(kind + ": " + answer.body()).isIn(right, 503);
            answers.computeIfAbsent(kind + " " + answer.status(), ignored -> new LongAdder())
                    .increment();
        }
    }

    private void assertAllIsWell() {
        awaitAnswer(() -> api.me(good), 200);
        awaitAnswer(() -> api.me(revoked), 401);
        awaitAnswer(() -> api.issueAnswer(stack.adminKey(), "{\"name\":\"after\"}"), 201);
        for (int i = 0; i < 20; i++) {
            assertThat(api.me(good).status()).isEqualTo(200);
            assertThat(api.validate(revoked).code()).isEqualTo("key_revoked");
        }
    }

    private static void awaitAnswer(java.util.function.Supplier<Answer> call, int status) {
        long end = System.nanoTime() + RECOVERY.toNanos();
        Answer answer = call.get();
        while (answer.status() != status && System.nanoTime() < end) {
            answer = call.get();
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.header("retry-after")).isNotBlank();
    }

    /** The outage's length is the story itself. */
    private static void hold() throws InterruptedException {
        Thread.sleep(Scale.outage().toMillis());
    }

    @FunctionalInterface
    private interface Outage {
        void run() throws Exception;
    }
}
