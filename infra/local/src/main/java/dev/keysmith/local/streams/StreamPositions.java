package dev.keysmith.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.local.file.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far streams were consumed, in a file (mode 0600) that is replaced as a whole: {@code {"<stream's ARN>": {"<shard's id>":
 * {"sequence_number": "…", "finished": false}}}}.
 */
final class StreamPositions {

    /**
     * A shard's position.
     *
     * @param sequenceNumber the last record that was consumed; empty where there was none
     * @param finished whether nothing comes after it any more
     */
    record Position(Optional<String> sequenceNumber, boolean finished) {

        static final Position BEGINNING = new Position(Optional.empty(), false);
    }

    private final Path file;
    private final Map<String, Map<String, Position>> positions = new TreeMap<>();

    /**
     * Reads the file, where there is one.
     *
     * @throws IOException if it cannot be read
     */
    StreamPositions(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            new ObjectMapper()
                    .readTree(file.toFile())
                    .properties()
                    .forEach(stream -> stream.getValue()
                            .properties()
                            .forEach(shard -> shards(stream.getKey()).put(shard.getKey(), parse(shard.getValue()))));
        }
    }

    synchronized Position get(String streamArn, String shardId) {
        return shards(streamArn).getOrDefault(shardId, Position.BEGINNING);
    }

    /** The shards of a stream that have a position. */
    synchronized Set<String> shardIds(String streamArn) {
        return Set.copyOf(shards(streamArn).keySet());
    }

    /** Everything up to this record is consumed. */
    synchronized void advance(String streamArn, String shardId, String sequenceNumber) {
        shards(streamArn).put(shardId, new Position(Optional.of(sequenceNumber), false));
        write();
    }

    /** All of the shard is consumed, and nothing will be added to it. */
    synchronized void finish(String streamArn, String shardId) {
        shards(streamArn).put(shardId, new Position(get(streamArn, shardId).sequenceNumber(), true));
        write();
    }

    /** The stream has no such shard any more. */
    synchronized void forget(String streamArn, String shardId) {
        shards(streamArn).remove(shardId);
        write();
    }

    /** Forgets the streams that a table had before this one; whether there were any. */
    synchronized boolean forgetOthers(String streamArn) {
        String table = streamArn.substring(0, streamArn.lastIndexOf('/') + 1);
        boolean forgot = positions.keySet().removeIf(arn -> arn.startsWith(table) && !arn.equals(streamArn));
        if (forgot) {
            write();
        }
        return forgot;
    }

    private Map<String, Position> shards(String streamArn) {
        return positions.computeIfAbsent(streamArn, arn -> new TreeMap<>());
    }

    private void write() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        positions.forEach((arn, shards) -> {
            ObjectNode stream = json.putObject(arn);
            shards.forEach((id, position) -> {
                ObjectNode shard = stream.putObject(id).put("finished", position.finished());
                position.sequenceNumber().ifPresent(number -> shard.put("sequence_number", number));
            });
        });
        try {
            PrivateFiles.write(file, json.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Position parse(JsonNode json) {
        return new Position(
                Optional.ofNullable(json.path("sequence_number").textValue()),
                json.path("finished").booleanValue());
    }
}
