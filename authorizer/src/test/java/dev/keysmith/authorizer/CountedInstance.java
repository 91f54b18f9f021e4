package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.ReadRecords;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.dynamodb.DynamoDbKeys;
import dev.keysmith.core.meter.LeaseKeeper;
import dev.keysmith.core.meter.dynamodb.MetersInDynamoDb;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.DynamoDbLocal;
import dev.keysmith.core.time.Clocks;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One instance of the authorizer in steady use by one key, all of whose calls and lines are counted. */
final class CountedInstance {

    /** How long a decision seems to take: what its line of metrics then says has as many digits as a real one. */
    private static final long DECISION_NANOS = 9_123_000;

    private static final int READINGS_IN_A_DECISION = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Core core;
    private final CapacityUnits units = new CapacityUnits();
    private final TestContext context = new TestContext();
    private final AuthorizerHandler handler;
    private long readings;

    CountedInstance(Core core, String metering) {
        this.core = core;
        Settings settings = new Settings(new MapPropertyResolver(Map.of(
                "keysmith.keys-table",
                core.keysTable,
                "keysmith.state-table",
                core.stateTable,
                "keysmith.routes",
                "GET /v1/chat chat:read",
                "keysmith.usage-key",
                "within-limits-of-the-plan",
                "keysmith.metering",
                metering)));
        DynamoDbClient client = DynamoDbLocal.client(units);
        Metrics metrics = new Metrics(settings, new Clocks(core.clock, this::nanos));
        handler = TestAuthorizers.handler(
                settings,
                core,
                core.verifier(new ReadRecords(DynamoDbKeys.repository(client, settings))),
                new LeaseKeeper(MetersInDynamoDb.meters(client, settings), settings, core.clocks, core.random, metrics),
                metrics);
    }

    /** Decides so many times, evenly spaced, and tells what one of these decisions needed. */
    PerDecision decide(OwnKey key, double perSecond, int decisions) throws Exception {
        units.clear();
        context.lines.clear();
        context.metrics.clear();
        for (int i = 0; i < decisions; i++) {
            core.clock.advance(Duration.ofNanos(Math.round(NANOS_PER_SECOND / perSecond)));
            assertThat(ask(key)).contains("within-limits-of-the-plan");
        }
        return new PerDecision(
                units.readUnits() / decisions,
                units.writeUnits() / decisions,
                (double) units.reads() / decisions,
                (double) units.writes() / decisions,
                (double) (context.lines.size() + context.metrics.size()) / decisions,
                (double) (bytes(context.lines) + bytes(context.metrics)) / decisions);
    }

    /**
     * What one decision needed of everything, on average.
     *
     * @param readUnits DynamoDB's read request units
     * @param writeUnits its write request units
     * @param reads how many calls read
     * @param writes how many calls wrote
     * @param logLines lines of our own in the log
     * @param logBytes the bytes of those lines
     */
    record PerDecision(
            double readUnits, double writeUnits, double reads, double writes, double logLines, double logBytes) {}

    private String ask(OwnKey key) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String event = Events.rest("GET", "/v1/chat", "/v1/chat", "\"x-api-key\":[\"" + key.reveal() + "\"]");
        handler.handleRequest(Events.stream(event), output, context);
        return output.toString(StandardCharsets.UTF_8);
    }

    private long nanos() {
        return core.clock.nanos() + (readings++ % READINGS_IN_A_DECISION == 0 ? 0 : DECISION_NANOS);
    }

    private static long bytes(Iterable<String> lines) {
        long bytes = 0;
        for (String line : lines) {
            bytes += line.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
