package dev.keysmith.functions.ledger.stream;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A change of an item, as a table's stream tells it.
 *
 * @param type what happened to the item
 * @param table the name of its table
 * @param sequenceNumber its place in the stream, a decimal number; of two records of one item the later has the greater
 * @param at when the item was changed, in whole seconds on AWS
 * @param before the item before; empty where there was none
 * @param after the item after; empty where there is none
 * @param byTimeToLive whether DynamoDB's TTL removed the item
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html">Record</a>
 */
public record StreamRecord(
        Type type,
        String table,
        String sequenceNumber,
        Instant at,
        Map<String, AttributeValue> before,
        Map<String, AttributeValue> after,
        boolean byTimeToLive) {

    public StreamRecord {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    /** The item's key: in both tables a text, and an item's only one. */
    public String itemKey() {
        Map<String, AttributeValue> item = after.isEmpty() ? before : after;
        AttributeValue key = item.getOrDefault("key_id", item.get("pk"));
        return key == null || key.s() == null ? "" : key.s();
    }

    /** What happened to an item. */
    public enum Type {
        INSERT,
        MODIFY,
        REMOVE
    }

    /** Without the item, which may hold a hash. */
    @Override
    public String toString() {
        return "StreamRecord[" + type + ", " + table + ", " + sequenceNumber + "]";
    }
}
