package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.e2e.Api.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** PostgreSQL stopped, or the ledger killed, while keys are issued, rotated and revoked: in full with {@code -Psoak}. */
@Timeout(900)
class LedgerFaultsIT {

    private static final int CLIENTS = 4;
    private static final String OWNER = "ledger-load";
    private static final List<String> LIFE = List.of("issued", "rotated", "revoked");
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private @TempDir Path data;
    private SharedStack.Handle handle;
    private Ledger ledger;
    private final Map<String, List<String>> done = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        handle = SharedStack.start(SharedStack.settings(data));
        ledger = new Ledger(handle);
    }

    @AfterEach
    void stop() {
        handle.close();
    }

    @Test
    void everyChangeIsInTheLedgerOnceAfterAnOutageOfTheDatabase() throws Exception {
        underLoad(() -> {
            handle.stack().postgresql().stop();
            int before = done.size();
            Thread.sleep(Scale.databaseOutage());
            assertThat(done.size()).as("keys are served on").isGreaterThan(before);
            Answer answer = handle.api().get("/v1/events", "x-api-key", handle.adminKey());
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isNotBlank();
            handle.stack().postgresql().start();
        });
        assertEveryChangeIsThereOnce("PostgreSQL stopped for " + Scale.databaseOutage());
    }

    @Test
    void everyChangeIsInTheLedgerOnceThoughTheFunctionIsKilledAgainAndAgain() throws Exception {
        Random random = new Random(7);
        underLoad(() -> {
            for (int kill = 0; kill < Scale.kills(); kill++) {
                Ledger.await(PATIENCE, () -> !ledgers().isEmpty());
                Thread.sleep(random.nextInt(Scale.longestPauseBetweenKills()));
                List<Long> killed = ledgers();
                killed.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
                Ledger.await(PATIENCE, () -> killed.stream().noneMatch(LedgerFaultsIT::isAlive));
            }
        });
        assertEveryChangeIsThereOnce("ledger killed " + Scale.kills() + " times");
    }

    @Test
    void recordAtFaultIsPutAsideWholeAndTheRestGoesOn() throws Exception {
        String before = issue();
        String poison = "0123456789abcdef";
        try (DynamoDbClient client = LocalAws.dynamoDb(handle.stack().dynamoDb().endpoint())) {
            Map<String, AttributeValue> item = new HashMap<>(client.getItem(
                            get -> get.tableName("keysmith-keys").key(Map.of("key_id", AttributeValue.fromS(before))))
                    .item());
            item.put("key_id", AttributeValue.fromS(poison));
            item.put("changed_action", AttributeValue.fromS("enchanted"));
            client.putItem(put -> put.tableName("keysmith-keys").item(item));
        }
        String after = issue();

        Ledger.await(PATIENCE, () -> ledger.actions(after).equals(List.of("issued")));
        assertThat(ledger.actions(poison)).isEmpty();
        JsonNode letters = ledger.task("{\"task\":\"dead_letters\"}").get("dead_letters");
        assertThat(letters).hasSize(1);
        String id = letters.get(0).get("id").asText();
        assertThat(id).startsWith("keysmith-keys-");
        assertThat(letters.get(0).get("reason").asText()).isEqualTo("the image of the key is not in order");
        Path file = handle.stack().ledgerStore().resolve("dead-letters").resolve(id + ".json");
        assertThat(Files.readString(file)).contains("enchanted", poison);

        JsonNode replayed = ledger.task("{\"task\":\"replay\"}");
        assertThat(replayed.get("replayed").asInt()).isZero();
        assertThat(replayed.get("failed").get(0).get("id").asText()).isEqualTo(id);
        assertThat(file).as("it stays until it is stored").exists();

        // The fault is mended, here in the letter; for real it would be in the code that reads it.
        Files.writeString(file, Files.readString(file).replace("enchanted", "issued"));
        assertThat(ledger.task("{\"task\":\"replay\"}").get("replayed").asInt()).isEqualTo(1);
        assertThat(ledger.actions(poison)).containsExactly("issued");
        assertThat(file).doesNotExist();
        ledger.assertVerifies();
    }

    private String issue() {
        return handle.api()
                .issue(handle.adminKey(), "{\"name\":\"good\",\"owner\":\"ledger-good\"}")
                .keyId();
    }

    private List<Long> ledgers() {
        return handle.stack().processIds().getOrDefault("ledger", List.of());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private void underLoad(Fault fault) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(_ -> threads.submit(() -> live(isOver)))
                    .toList();
            try {
                Ledger.await(
                        PATIENCE,
                        () -> done.size() > CLIENTS || clients.stream().anyMatch(Future::isDone));
                fault.run();
            } finally {
                isOver.set(true);
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a client found a broken promise", e.getCause());
        }
    }

    /** Lives of keys, one after the other; what was answered with success is to be in the ledger. */
    private void live(AtomicBoolean isOver) {
        Api api = handle.api();
        while (!isOver.get()) {
            String keyId = api.issue(handle.adminKey(), "{\"name\":\"load\",\"owner\":\"" + OWNER + "\"}")
                    .keyId();
            Answer rotated = api.rotate(handle.adminKey(), keyId, "");
            assertThat(rotated.status()).as(rotated.body()).isEqualTo(200);
            Answer revoked = api.revoke(handle.adminKey(), keyId);
            assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
            done.put(keyId, LIFE);
        }
    }

    private void assertEveryChangeIsThereOnce(String story) throws InterruptedException {
        Ledger.await(
                PATIENCE,
                () -> handle.api()
                                .get("/v1/events?limit=1", "x-api-key", handle.adminKey())
                                .status()
                        == 200);
        String last = handle.api()
                .issue(handle.adminKey(), "{\"name\":\"last\",\"owner\":\"ledger-last\"}")
                .keyId();
        Ledger.await(PATIENCE, () -> ledger.actions(last).equals(List.of("issued")));
        // Shards are read side by side: the last change may come before another's.
        Ledger.await(PATIENCE, () -> ledger.actionsOfOwner(OWNER).equals(done));
        System.out.println(
                "LedgerFaultsIT: " + story + ": " + done.size() * LIFE.size() + " changes, each in the ledger once");
        ledger.assertVerifies();
        assertThat(ledger.task("{\"task\":\"dead_letters\"}").get("dead_letters"))
                .isEmpty();
    }

    @FunctionalInterface
    private interface Fault {
        void run() throws Exception;
    }
}
