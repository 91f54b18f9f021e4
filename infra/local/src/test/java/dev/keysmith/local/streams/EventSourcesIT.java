package dev.keysmith.local.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.blueprint.EventSourceSpec;
import dev.keysmith.blueprint.TableSpec;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.dynamodb.DynamoDbServer;
import dev.keysmith.local.dynamodb.Tables;
import dev.keysmith.local.lambda.InvocationResult;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.lambda.LambdaHostSettings;
import dev.keysmith.local.lambda.TestFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class EventSourcesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE = "things";

    @TempDir
    Path directory;

    /** What the function took, in order. */
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();

    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private DynamoDbServer server;
    private DynamoDbClient client;

    @BeforeEach
    void start() throws Exception {
        server = new DynamoDbServer(directory.resolve("dynamodb"), 0);
        server.start();
        client = LocalAws.dynamoDb(server.endpoint());
        new Tables(client).ensure(new TableSpec(TABLE, "id", "ttl", List.of(), TableSpec.NEW_AND_OLD_IMAGES));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void eventIsWhatLambdaMakesOfTheRecord() throws Exception {
        Map<String, AttributeValue> item = Map.of(
                "id", AttributeValue.fromS("a"),
                "number", AttributeValue.fromN("7"),
                "bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("hello")),
                "flag", AttributeValue.fromBool(true),
                "nothing", AttributeValue.fromNul(true),
                "names", AttributeValue.fromSs(List.of("x")),
                "numbers", AttributeValue.fromNs(List.of("1")),
                "blobs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("hello"))),
                "list", AttributeValue.fromL(List.of(AttributeValue.fromS("y"))),
                "map", AttributeValue.fromM(Map.of("k", AttributeValue.fromN("1"))));
        client.putItem(request -> request.tableName(TABLE).item(item));
        put("a", 8);
        delete("a");

        try (EventSources ignored = started()) {
            await(() -> taken.size() == 3);
        }

        assertThat(taken.get(0).at("/dynamodb/NewImage")).isEqualTo(JSON.readTree("""
                {"id": {"S": "a"}, "number": {"N": "7"}, "bytes": {"B": "aGVsbG8="}, "flag": {"BOOL": true},
                 "nothing": {"NULL": true}, "names": {"SS": ["x"]}, "numbers": {"NS": ["1"]}, "blobs": {"BS": ["aGVsbG8="]},
                 "list": {"L": [{"S": "y"}]}, "map": {"M": {"k": {"N": "1"}}}}"""));
        assertThat(taken.get(0).at("/dynamodb/OldImage").isMissingNode()).isTrue();
        assertThat(taken)
                .extracting(record -> record.path("eventName").asText())
                .containsExactly("INSERT", "MODIFY", "REMOVE");
        assertThat(taken.get(1).at("/dynamodb/OldImage")).isEqualTo(taken.get(0).at("/dynamodb/NewImage"));
        assertThat(taken.get(2).at("/dynamodb/OldImage")).isEqualTo(taken.get(1).at("/dynamodb/NewImage"));
        assertThat(taken.get(2).at("/dynamodb/NewImage").isMissingNode()).isTrue();
        assertThat(taken).allSatisfy(record -> {
            assertThat(record.path("eventSourceARN").asText())
                    .isEqualTo(streamArn())
                    .contains(":table/things/stream/");
            assertThat(record.path("eventSource").asText()).isEqualTo("aws:dynamodb");
            assertThat(record.path("eventVersion").asText()).isEqualTo("1.1");
            assertThat(record.path("awsRegion").asText()).isNotEmpty();
            assertThat(record.path("eventID").asText()).isNotEmpty();
            assertThat(record.has("userIdentity")).isFalse();
            JsonNode change = record.path("dynamodb");
            assertThat(change.path("Keys")).isEqualTo(JSON.readTree("{\"id\": {\"S\": \"a\"}}"));
            assertThat(Instant.ofEpochSecond(
                            change.path("ApproximateCreationDateTime").longValue()))
                    .isBetween(Instant.now().minusSeconds(120), Instant.now());
            assertThat(change.path("SequenceNumber").textValue()).isNotEmpty();
            assertThat(change.path("SizeBytes").isIntegralNumber()).isTrue();
            assertThat(change.path("StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
        });
    }

    @Test
    void removalByTimeToLiveIsToldByItsIdentity() {
        client.putItem(request -> request.tableName(TABLE)
                .item(Map.of(
                        "id", AttributeValue.fromS("late"),
                        "ttl",
                                AttributeValue.fromN(Long.toString(
                                        Instant.now().minusSeconds(60).getEpochSecond())))));

        try (EventSources ignored = started()) {
            await(() -> taken.size() == 2);
        }

        assertThat(taken.get(1).path("eventName").asText()).isEqualTo("REMOVE");
        assertThat(taken.get(1).at("/userIdentity/type").asText()).isEqualTo("Service");
        assertThat(taken.get(1).at("/userIdentity/principalId").asText()).isEqualTo("dynamodb.amazonaws.com");
    }

    @Test
    void batchesAreBoundedAndInOrder() {
        IntStream.range(0, 250).forEach(value -> put("a", value));

        try (EventSources ignored = started()) {
            await(() -> taken.size() == 250);
        }

        assertThat(values("a")).isEqualTo(IntStream.range(0, 250).boxed().toList());
        assertThat(batchSizes).containsExactly(100, 100, 50);
    }

    @Test
    void batchThatFailsComesAgainUntilItSucceeds() {
        down.set(true);
        try (EventSources sources = started()) {
            IntStream.range(0, 10).forEach(value -> put("a", value));
            await(() -> refused.get() >= 2);
            assertThat(sources.isFailing()).isTrue();
            assertThat(taken).isEmpty();
            down.set(false);
            await(() -> taken.size() == 10);
            await(() -> !sources.isFailing());
        }

        assertThat(values("a")).isEqualTo(IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void lagGrowsWhileARecordWaitsAndEndsWithIt() {
        try (EventSources sources = started()) {
            down.set(true);
            put("a", 1);
            await(() -> refused.get() >= 1);
            ahead.set(Duration.ofSeconds(100));

            assertThat(sources.lag()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(220));

            down.set(false);
            await(() -> sources.lag().isZero());
            assertThat(taken).hasSize(1);
        }
    }

    @Test
    void lagCountsFromTheTimeOfTheRecordWhereItWasReadLate() {
        down.set(true);
        put("a", 1);
        ahead.set(Duration.ofHours(1));
        try (EventSources sources = started()) {
            await(() -> refused.get() >= 1);

            assertThat(sources.lag()).isGreaterThanOrEqualTo(Duration.ofMinutes(58));
        }
    }

    @Test
    void recordsOfOtherItemsAreLeftOut() throws IOException {
        put("OWNER#a", 1);
        put("METER#a", 2);
        put("OWNER#a", 3);

        try (EventSources ignored = started(Optional.of("METER#"))) {
            await(() -> taken.size() == 1);
            await(() -> {
                put("METER#a", 4);
                return taken.size() > 1;
            });
        }

        assertThat(taken)
                .allSatisfy(record ->
                        assertThat(record.at("/dynamodb/Keys/id/S").asText()).isEqualTo("METER#a"));
    }

    @Test
    void afterARestartItGoesOnWhereItWas() throws Exception {
        put("a", 1);
        try (EventSources ignored = started()) {
            await(() -> taken.size() == 1);
        }
        put("a", 2);
        server.stop();
        server.start();

        try (EventSources ignored = started()) {
            await(() -> taken.size() == 2);
        }

        assertThat(values("a")).containsExactly(1, 2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(positions())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasUnderWayAtTheEndComesAgain() {
        down.set(true);
        put("a", 1);
        try (EventSources ignored = started()) {
            await(() -> refused.get() >= 1);
        }
        down.set(false);

        try (EventSources ignored = started()) {
            await(() -> taken.size() == 1);
        }

        assertThat(values("a")).containsExactly(1);
    }

    @Test
    void outageOfTheStreamLosesNothing() throws Exception {
        try (EventSources ignored = started()) {
            put("a", 1);
            await(() -> taken.size() == 1);
            server.stop();
            server.start();
            put("a", 2);
            await(() -> taken.size() == 2);
        }

        assertThat(values("a")).containsExactly(1, 2);
    }

    @Test
    void restartsUnderWritesLoseNothingAndKeepTheOrderOfEachItem() throws Exception {
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int value = 0; value < 300; value++) {
                put("a", value);
                put("b", value);
            }
        });
        while (writer.isAlive()) {
            int before = taken.size();
            try (EventSources ignored = started()) {
                await(() -> taken.size() > before || !writer.isAlive());
            }
        }
        writer.join();
        try (EventSources ignored = started()) {
            await(() -> distinct("a").size() == 300 && distinct("b").size() == 300);
        }

        assertThat(distinct("a")).isEqualTo(IntStream.range(0, 300).boxed().toList());
        assertThat(distinct("b")).isEqualTo(IntStream.range(0, 300).boxed().toList());
    }

    @Test
    void functionThatIsKilledWithABatchGetsItAgain() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Files.createFile(folder.resolve("hang"));
        try (LambdaHost host =
                new LambdaHost(new LambdaHostSettings(TestFunctions.javaHome(), directory.resolve("logs")), () -> {})) {
            host.add(TestFunctions.function("ledger", KeepingHandler.class, folder));
            try (EventSources ignored = started(
                    Optional.empty(),
                    (function, event) -> host.invoke(function, event) instanceof InvocationResult.Success)) {
                IntStream.range(0, 5).forEach(value -> put("a", value));
                Path hanging = folder.resolve("hanging");
                await(() -> Files.exists(hanging));
                Files.delete(folder.resolve("hang"));
                ProcessHandle.of(Long.parseLong(Files.readString(hanging)))
                        .orElseThrow()
                        .destroyForcibly();
                await(() -> kept(folder).size() >= 2 && distinctKept(folder).size() == 5);
            }
        }

        List<String> events = kept(folder);
        assertThat(events.get(1))
                .startsWith(events.get(0).substring(0, events.get(0).length() - 2));
        assertThat(distinctKept(folder)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void positionThatTheStreamNoLongerHasMakesItBeginWithTheOldest() throws Exception {
        put("a", 1);
        put("a", 2);
        try (EventSources ignored = started()) {
            await(() -> taken.size() == 2);
        }
        String kept = Files.readString(positions());
        Files.writeString(positions(), kept.replaceAll("\"shardId-[^\"]+\"", "\"shardId-0-gone\""));

        try (EventSources ignored = started()) {
            await(() -> taken.size() == 4);
        }

        assertThat(Files.readString(positions())).doesNotContain("gone");
    }

    @Test
    void anotherStreamOfTheTableIsReadFromItsOldestRecord() throws Exception {
        put("a", 1);
        try (EventSources ignored = started()) {
            await(() -> taken.size() == 1);
        }
        Files.writeString(positions(), Files.readString(positions()).replaceAll("/stream/[^\"]+", "/stream/another"));

        try (EventSources ignored = started()) {
            await(() -> taken.size() == 2);
        }

        assertThat(Files.readString(positions())).doesNotContain("another").contains(streamArn());
    }

    private EventSources started() {
        return started(Optional.empty());
    }

    private EventSources started(Optional<String> keyPrefix) {
        return started(keyPrefix, this::take);
    }

    private EventSources started(Optional<String> keyPrefix, StreamConsumer consumer) {
        try {
            return EventSources.start(
                    List.of(new EventSourceSpec(TABLE, "ledger", 100, keyPrefix)),
                    server.endpoint(),
                    positions(),
                    consumer,
                    () -> Instant.now().plus(ahead.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean take(String function, byte[] event) {
        assertThat(function).isEqualTo("ledger");
        if (down.get()) {
            refused.incrementAndGet();
            return false;
        }
        List<JsonNode> records = records(new String(event, UTF_8));
        batchSizes.add(records.size());
        taken.addAll(records);
        return true;
    }

    private static List<JsonNode> records(String event) {
        try {
            List<JsonNode> records = new ArrayList<>();
            JSON.readTree(event).path("Records").forEach(records::add);
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Integer> values(String id) {
        return values(taken, id);
    }

    private static List<Integer> values(List<JsonNode> records, String id) {
        return records.stream()
                .filter(record -> record.at("/dynamodb/Keys/id/S").asText().equals(id))
                .map(record ->
                        Integer.valueOf(record.at("/dynamodb/NewImage/value/N").asText()))
                .toList();
    }

    private List<Integer> distinct(String id) {
        return values(id).stream().distinct().toList();
    }

    private static List<String> kept(Path folder) {
        try {
            Path file = folder.resolve("events");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the function was given and answered: all but the first event, with which it was killed. */
    private static List<Integer> distinctKept(Path folder) {
        List<JsonNode> records = new ArrayList<>();
        kept(folder).stream().skip(1).forEach(event -> records.addAll(records(event)));
        return values(records, "a").stream().distinct().toList();
    }

    private void put(String id, int value) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", AttributeValue.fromS(id));
        item.put("value", AttributeValue.fromN(Integer.toString(value)));
        client.putItem(request -> request.tableName(TABLE).item(item));
    }

    private void delete(String id) {
        client.deleteItem(request -> request.tableName(TABLE).key(Map.of("id", AttributeValue.fromS(id))));
    }

    private String streamArn() {
        return client.describeTable(request -> request.tableName(TABLE)).table().latestStreamArn();
    }

    private Path positions() {
        return directory.resolve("streams.json");
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000);
        }
    }
}
