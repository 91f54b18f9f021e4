package dev.keysmith.local.streams;

import dev.keysmith.local.streams.StreamPositions.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The shards of a stream, and where to go on in them. */
record Shards(DynamoDbStreamsClient streams, String streamArn, StreamPositions positions) {

    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

    /** The shards to be read now: those that are not finished, and whose parent is finished or gone. */
    List<String> readable() {
        List<Shard> all = all();
        Set<String> ids = all.stream().map(Shard::shardId).collect(Collectors.toSet());
        forgetGone(ids);
        return all.stream()
                .filter(shard -> !position(shard.shardId()).finished())
                .filter(shard -> shard.parentShardId() == null
                        || !ids.contains(shard.parentShardId())
                        || position(shard.parentShardId()).finished())
                .map(Shard::shardId)
                .toList();
    }

    /** An iterator that begins after what was consumed. */
    String iterator(String shardId) {
        Optional<String> consumed = position(shardId).sequenceNumber();
        if (consumed.isPresent()) {
            try {
                return iterator(shardId, ShardIteratorType.AFTER_SEQUENCE_NUMBER, consumed);
            } catch (TrimmedDataAccessException e) {
                warnOfLoss();
            }
        }
        return iterator(shardId, ShardIteratorType.TRIM_HORIZON, Optional.empty());
    }

    private Position position(String shardId) {
        return positions.get(streamArn, shardId);
    }

    private String iterator(String shardId, ShardIteratorType type, Optional<String> sequenceNumber) {
        return streams.getShardIterator(request -> request.streamArn(streamArn)
                        .shardId(shardId)
                        .shardIteratorType(type)
                        .sequenceNumber(sequenceNumber.orElse(null)))
                .shardIterator();
    }

    private List<Shard> all() {
        List<Shard> shards = new ArrayList<>();
        Optional<String> last = Optional.empty();
        do {
            String from = last.orElse(null);
            DescribeStreamResponse page = streams.describeStream(
                    request -> request.streamArn(streamArn).exclusiveStartShardId(from));
            shards.addAll(page.streamDescription().shards());
            last = Optional.ofNullable(page.streamDescription().lastEvaluatedShardId());
        } while (last.isPresent());
        return shards;
    }

    /** A stream keeps its shards for a day. */
    private void forgetGone(Set<String> ids) {
        for (String known : positions.shardIds(streamArn)) {
            if (!ids.contains(known)) {
                if (!position(known).finished()) {
                    warnOfLoss();
                }
                positions.forget(streamArn, known);
            }
        }
    }

    private void warnOfLoss() {
        LOG.warn(
                "Stream {} no longer has what came after the last record that was consumed. It goes on with the oldest that there"
                        + " is; reconcile the ledger",
                streamArn);
    }
}
