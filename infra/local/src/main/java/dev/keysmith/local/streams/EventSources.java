package dev.keysmith.local.streams;

import dev.keysmith.blueprint.EventSourceSpec;
import dev.keysmith.local.aws.LocalAws;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Tables' streams, handed to their functions as Lambda's event source mappings do it: each record at least once, the records of an
 * item in their order, a failed batch until it succeeds. After a restart they go on where they were.
 */
public final class EventSources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSources.class);

    private final DynamoDbStreamsClient streams;
    private final InstantSource clock;
    private final List<StreamPoller> pollers = new ArrayList<>();

    private EventSources(DynamoDbStreamsClient streams, InstantSource clock) {
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * Starts to read.
     *
     * @param sources what is to be read; the tables are there, with their streams
     * @param dynamoDb where DynamoDB is
     * @param positionsFile where it is kept how far each stream was consumed
     * @param consumer invokes the functions
     * @param clock tells the time
     * @throws IOException if the file cannot be read
     */
    public static EventSources start(
            List<EventSourceSpec> sources,
            URI dynamoDb,
            Path positionsFile,
            StreamConsumer consumer,
            InstantSource clock)
            throws IOException {
        StreamPositions positions = new StreamPositions(positionsFile);
        EventSources started = new EventSources(LocalAws.dynamoDbStreams(dynamoDb), clock);
        try (DynamoDbClient tables = LocalAws.dynamoDb(dynamoDb)) {
            for (EventSourceSpec source : sources) {
                String arn = tables.describeTable(request -> request.tableName(source.table()))
                        .table()
                        .latestStreamArn();
                if (positions.forgetOthers(arn)) {
                    LOG.warn(
                            "Table {} has another stream than before: its oldest record comes first; reconcile the ledger",
                            source.table());
                }
                started.pollers.add(new StreamPoller(started.streams, arn, source, consumer, positions, clock));
            }
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** Whether a function fails with what it gets. */
    public boolean isFailing() {
        return pollers.stream().anyMatch(StreamPoller::isFailing);
    }

    /** The age of the oldest record that is not consumed yet; zero where all are. */
    public Duration lag() {
        Instant now = clock.instant();
        return pollers.stream()
                .map(StreamPoller::oldestPending)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(oldest -> Duration.between(oldest, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /** Stops, and returns when nothing is read or written any more. */
    @Override
    public void close() {
        pollers.forEach(StreamPoller::close);
        streams.close();
    }
}
