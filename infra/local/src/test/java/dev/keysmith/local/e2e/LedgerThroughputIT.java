package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.e2e.Api.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** How fast the ledger is, printed and never asserted: at length with {@code -Psoak}. What is asserted is that all is stored. */
@Timeout(900)
class LedgerThroughputIT {

    private static final int BATCH = 100;
    private static final int CHANGES_A_SECOND = 500;

    /** What DynamoDB takes by one call. */
    private static final int GROUP = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private @TempDir Path data;
    private @TempDir Path directory;
    private SharedStack.Handle handle;
    private Ledger ledger;

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
    void eventsStoredASecondByOneInstance() throws IOException {
        List<Double> perSecond = new ArrayList<>();
        long stored = 0;
        try (FunctionInstance instance = new FunctionInstance(
                handle,
                "ledger",
                directory,
                Map.of(
                        "KEYSMITH_DATABASE_TLS",
                        "disable",
                        "KEYSMITH_LEDGER_STORE",
                        directory.resolve("store").toUri().toString()))) {
            for (int round = 0; round < Scale.ledgerRounds(); round++) {
                long began = System.nanoTime();
                for (int batch = 0; batch < Scale.ledgerBatches(); batch++) {
                    assertThat(instance.invoke(batch(stored))).isPresent();
                    stored += BATCH;
                }
                perSecond.add((double) Scale.ledgerBatches() * BATCH * NANOS_PER_SECOND / (System.nanoTime() - began));
            }
        }
        Collections.sort(perSecond);
        System.out.printf(
                "LedgerThroughputIT: one instance stores %.0f events/s in batches of %d (median of %d rounds; from %.0f to %.0f)%n",
                perSecond.get(perSecond.size() / 2),
                BATCH,
                perSecond.size(),
                perSecond.getFirst(),
                perSecond.getLast());
        assertThat(ledger.task("{\"task\":\"verify\"}").get("events").asLong()).isGreaterThanOrEqualTo(stored);
    }

    /** Issues of so many new keys from this number on, as Lambda hands them over. */
    private static String batch(long first) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> issue(first + i))
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    private static String issue(long number) {
        return """
                {"eventID":"%1$d","eventName":"INSERT","eventSource":"aws:dynamodb",
                 "eventSourceARN":"arn:aws:dynamodb:us-east-1:000000000000:table/keysmith-keys/stream/2026-11-21T00:00:00.000",
                 "dynamodb":{"ApproximateCreationDateTime":1795219200,"SequenceNumber":"%1$d","NewImage":%2$s}}""".formatted(number, image("%016d".formatted(number)));
    }

    private static String image(String keyId) {
        return item(keyId).entrySet().stream()
                .map(attribute -> "\"" + attribute.getKey() + "\":" + json(attribute.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(AttributeValue value) {
        return switch (value.type()) {
            case S -> "{\"S\":\"" + value.s() + "\"}";
            case N -> "{\"N\":\"" + value.n() + "\"}";
            case B -> "{\"B\":\"" + Base64.getEncoder().encodeToString(value.b().asByteArray()) + "\"}";
            case M -> "{\"M\":{}}";
            default ->
                value.l().stream().map(LedgerThroughputIT::json).collect(Collectors.joining(",", "{\"L\":[", "]}"));
        };
    }

    @Test
    void lagWhileKeysChange() throws Exception {
        int changes = Scale.ledgerChangeSeconds() * CHANGES_A_SECOND;
        List<String> keyIds = IntStream.range(0, CHANGES_A_SECOND)
                .mapToObj("%016d"::formatted)
                .toList();
        String probe = "probe00000000000";
        List<Double> lags;
        long began;
        try (DynamoDbClient client = LocalAws.dynamoDb(handle.stack().dynamoDb().endpoint());
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            keyIds.forEach(keyId ->
                    client.putItem(put -> put.tableName("keysmith-keys").item(item(keyId))));
            client.putItem(put -> put.tableName("keysmith-keys").item(item(probe)));
            Ledger.await(PATIENCE, () -> version(probe) == 1);
            AtomicBoolean isOver = new AtomicBoolean();
            Future<List<Double>> probing = threads.submit(() -> probe(client, probe, isOver));
            began = System.nanoTime();
            for (int first = 0; first < changes; first += GROUP) {
                int version = 2 + first / keyIds.size();
                List<String> group = keyIds.subList(first % keyIds.size(), first % keyIds.size() + GROUP);
                long due = began + first * NANOS_PER_SECOND / CHANGES_A_SECOND;
                while (System.nanoTime() < due) {
                    Thread.sleep(1);
                }
                // One after the other: a key's versions come in their order.
                change(client, group, version);
            }
            began = System.nanoTime() - began;
            isOver.set(true);
            lags = probing.get().stream().sorted().toList();
        }
        System.out.printf(
                "LedgerThroughputIT: %d changes in %.1f s (%d/s wanted); a change is in the ledger after %.2f s (median of %d; at most %.2f s)%n",
                changes,
                began / (double) NANOS_PER_SECOND,
                CHANGES_A_SECOND,
                lags.get(lags.size() / 2),
                lags.size(),
                lags.getLast());
        Ledger.await(PATIENCE, () -> version(keyIds.getLast()) == Scale.ledgerChangeSeconds() + 1);
        Ledger.await(PATIENCE, () -> ledger.lagSeconds() == 0);
        ledger.assertVerifies();
    }

    /** How long it took, again and again, until the change that was made just then was in the ledger. Seconds. */
    private List<Double> probe(DynamoDbClient client, String keyId, AtomicBoolean isOver) throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int version = 2; !isOver.get(); version++) {
            int wanted = version;
            change(client, keyId);
            long changed = System.nanoTime();
            Ledger.await(PATIENCE, () -> version(keyId) >= wanted);
            seconds.add((System.nanoTime() - changed) / (double) NANOS_PER_SECOND);
        }
        return seconds;
    }

    /** The newest version of a key that is in the ledger; 0 for none. */
    private int version(String keyId) {
        Answer answer = handle.api().get("/v1/keys/" + keyId + "/events?limit=1", "x-api-key", handle.adminKey());
        return answer.status() == 200
                ? answer.json().get("events").get(0).get("version").asInt()
                : 0;
    }

    private static void change(DynamoDbClient client, String keyId) {
        client.updateItem(update -> update.tableName("keysmith-keys")
                .key(Map.of("key_id", AttributeValue.fromS(keyId)))
                .updateExpression(
                        "SET version = version + :one, changed_action = :updated, changed_at = :now, #name = :name")
                .expressionAttributeNames(Map.of("#name", "name"))
                .expressionAttributeValues(Map.of(
                        ":one", AttributeValue.fromN("1"),
                        ":updated", AttributeValue.fromS("updated"),
                        ":now", AttributeValue.fromN(Long.toString(System.currentTimeMillis())),
                        ":name", AttributeValue.fromS("name " + System.nanoTime()))));
    }

    /** Changes many keys by one call: DynamoDB Local is slower than the ledger where each is a call of its own. */
    private static void change(DynamoDbClient client, List<String> keyIds, int version) {
        List<WriteRequest> puts = keyIds.stream()
                .map(keyId -> WriteRequest.builder()
                        .putRequest(put -> put.item(changed(keyId, version)))
                        .build())
                .toList();
        assertThat(client.batchWriteItem(write -> write.requestItems(Map.of("keysmith-keys", puts)))
                        .unprocessedItems())
                .isEmpty();
    }

    private static Map<String, AttributeValue> changed(String keyId, int version) {
        Map<String, AttributeValue> item = new HashMap<>(item(keyId));
        item.put("version", AttributeValue.fromN(Integer.toString(version)));
        item.put("name", AttributeValue.fromS("name " + version));
        item.put("changed_action", AttributeValue.fromS("updated"));
        item.put("changed_at", AttributeValue.fromN(Long.toString(System.currentTimeMillis())));
        return item;
    }

    /** A key's item as issuing makes it. */
    private static Map<String, AttributeValue> item(String keyId) {
        return Map.ofEntries(
                Map.entry("key_id", AttributeValue.fromS(keyId)),
                Map.entry("owner", AttributeValue.fromS("benchmark")),
                Map.entry("name", AttributeValue.fromS("a name of usual length")),
                Map.entry("role", AttributeValue.fromS("basic")),
                Map.entry(
                        "scopes",
                        AttributeValue.fromL(
                                List.of(AttributeValue.fromS("chat:read"), AttributeValue.fromS("chat:write")))),
                Map.entry("environment", AttributeValue.fromS("live")),
                Map.entry("format", AttributeValue.fromS("opaque")),
                Map.entry("status", AttributeValue.fromS("active")),
                Map.entry("rate_requests", AttributeValue.fromN("1000")),
                Map.entry("rate_window_seconds", AttributeValue.fromN("3600")),
                Map.entry("metadata", AttributeValue.fromM(Map.of())),
                Map.entry("issued_by", AttributeValue.fromS("issuer0123456789")),
                Map.entry("generation", AttributeValue.fromN("1")),
                Map.entry("version", AttributeValue.fromN("1")),
                Map.entry("hash", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[32]))),
                Map.entry("pepper", AttributeValue.fromN("1")),
                Map.entry("created_at", AttributeValue.fromN("1795219200000")),
                Map.entry("expires_at", AttributeValue.fromN("2795219200000")),
                Map.entry("lifetime", AttributeValue.fromN("604800000")),
                Map.entry("refresh_lifetime", AttributeValue.fromN("604800000")),
                Map.entry("max_expires_at", AttributeValue.fromN("2795219200000")),
                Map.entry("ttl", AttributeValue.fromN("2795219200")),
                Map.entry("changed_action", AttributeValue.fromS("issued")),
                Map.entry("changed_at", AttributeValue.fromN("1795219200000")),
                Map.entry("changed_by", AttributeValue.fromS("issuer0123456789")),
                Map.entry("changed_by_owner", AttributeValue.fromS("root")),
                Map.entry("changed_from", AttributeValue.fromS("192.0.2.1")),
                Map.entry("changed_request", AttributeValue.fromS("a-request-id-of-usual-length-36-char")));
    }
}
