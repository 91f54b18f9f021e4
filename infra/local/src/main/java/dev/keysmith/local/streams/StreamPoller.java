package dev.keysmith.local.streams;

import dev.keysmith.blueprint.EventSourceSpec;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Hands one stream to its function, on a thread of its own: each record at least once, and the records of an item in their order. A
 * batch that fails comes again until it succeeds; nothing comes after it before.
 */
final class StreamPoller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPoller.class);

    private static final Duration IDLE_PAUSE = Duration.ofMillis(150);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    /** New shards are looked for so often; at the end of one at once. */
    private static final Duration SHARDS_AGE = Duration.ofSeconds(10);

    private static final Duration ROUNDING = Duration.ofMinutes(1);

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final EventSourceSpec source;
    private final StreamConsumer consumer;
    private final StreamPositions positions;
    private final InstantSource clock;
    private final Shards shards;
    private final Thread thread;

    private final Object waits = new Object();

    private final Map<String, String> iterators = new HashMap<>();
    private List<String> readable = List.of();
    private long readableSince;

    private boolean waiting;
    private volatile boolean closed;
    private volatile boolean failing;
    private volatile @Nullable Instant oldestPending;

    StreamPoller(
            DynamoDbStreamsClient streams,
            String streamArn,
            EventSourceSpec source,
            StreamConsumer consumer,
            StreamPositions positions,
            InstantSource clock) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.source = source;
        this.consumer = consumer;
        this.positions = positions;
        this.clock = clock;
        this.shards = new Shards(streams, streamArn, positions);
        forgetShards();
        thread = Thread.ofVirtual().name("stream-" + source.table()).start(this::run);
    }

    /** Whether the last batch failed. */
    boolean isFailing() {
        return failing;
    }

    /** Since when the oldest record that was read waits to be consumed. */
    Optional<Instant> oldestPending() {
        return Optional.ofNullable(oldestPending);
    }

    /** Stops, and returns when nothing is read or written any more. What is under way comes again at the next start. */
    @Override
    public void close() {
        closed = true;
        synchronized (waits) {
            if (waiting) {
                thread.interrupt();
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        boolean readable = true;
        while (!closed) {
            try {
                boolean idle = !poll();
                if (!readable) {
                    LOG.info("The stream of table {} can be read again", source.table());
                }
                readable = true;
                pause = FIRST_PAUSE;
                if (idle) {
                    sleep(IDLE_PAUSE);
                }
            } catch (ExpiredIteratorException e) {
                iterators.clear();
            } catch (SdkException | UncheckedIOException e) {
                if (readable && !closed) {
                    LOG.warn("The stream of table {} cannot be read now: {}", source.table(), e.getMessage());
                }
                readable = false;
                forgetShards();
                sleep(pause);
                pause = longer(pause);
            }
        }
    }

    /** Reads once in every shard; whether there was anything. */
    private boolean poll() {
        if (System.nanoTime() - readableSince > SHARDS_AGE.toNanos()) {
            readable = shards.readable();
            readableSince = System.nanoTime();
        }
        boolean any = false;
        for (String shardId : readable) {
            any |= read(shardId);
        }
        return any;
    }

    private boolean read(String shardId) {
        String iterator = iterators.computeIfAbsent(shardId, shards::iterator);
        GetRecordsResponse page = streams.getRecords(request -> request.shardIterator(iterator));
        if (!consume(shardId, page.records())) {
            return false;
        }
        if (page.nextShardIterator() == null) {
            positions.finish(streamArn, shardId);
            iterators.remove(shardId);
            forgetShards();
            return true;
        }
        iterators.put(shardId, page.nextShardIterator());
        return page.hasRecords() && !page.records().isEmpty();
    }

    /** False where it was closed before all of them were consumed. */
    private boolean consume(String shardId, List<Record> records) {
        List<Record> wanted = records.stream().filter(this::isWanted).toList();
        for (StreamEvent event : StreamEvent.of(wanted, source.batchSize(), streamArn)) {
            oldestPending = since(event.first().dynamodb().approximateCreationDateTime());
            if (!deliver(event)) {
                return false;
            }
            advance(shardId, event.last());
        }
        oldestPending = null;
        if (!records.isEmpty() && !records.getLast().equals(last(wanted))) {
            advance(shardId, records.getLast());
        }
        return true;
    }

    /** Tries until it succeeds; false where it was closed before. */
    private boolean deliver(StreamEvent event) {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            if (interruptibly(() -> consumer.accept(source.function(), event.bytes()))) {
                if (failing) {
                    LOG.info("Function {} takes records of table {} again", source.function(), source.table());
                }
                failing = false;
                return true;
            }
            if (closed) {
                return false;
            }
            if (!failing) {
                LOG.warn(
                        "Function {} failed with records of table {}; they come again until it succeeds. Its log tells why",
                        source.function(),
                        source.table());
            }
            failing = true;
            sleep(pause);
            pause = longer(pause);
        }
        return false;
    }

    private void advance(String shardId, Record last) {
        positions.advance(streamArn, shardId, last.dynamodb().sequenceNumber());
    }

    /** DynamoDB Local rounds the time of a record down to the minute: it is taken for the latest that it can be. */
    private Instant since(Instant created) {
        Instant latest = created.plus(ROUNDING);
        Instant now = clock.instant();
        return latest.isBefore(now) ? latest : now;
    }

    private boolean isWanted(Record record) {
        return source.keyPrefix().isEmpty()
                || record.dynamodb().keys().values().stream()
                        .allMatch(key -> key.s() != null
                                && key.s().startsWith(source.keyPrefix().get()));
    }

    private static @Nullable Record last(List<Record> records) {
        return records.isEmpty() ? null : records.getLast();
    }

    private void forgetShards() {
        iterators.clear();
        readableSince = System.nanoTime() - SHARDS_AGE.toNanos() - 1;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private void sleep(Duration time) {
        interruptibly(() -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                // Closed.
            }
            return true;
        });
    }

    /** What may be cut short by the end. Calls of the stream and writes are not: they are short, and their other sides would complain. */
    private boolean interruptibly(BooleanSupplier wait) {
        synchronized (waits) {
            if (closed) {
                return false;
            }
            waiting = true;
        }
        try {
            return wait.getAsBoolean();
        } finally {
            synchronized (waits) {
                waiting = false;
                Thread.interrupted();
            }
        }
    }
}
