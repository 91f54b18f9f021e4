package dev.keysmith.core.replay.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.replay.Replay;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/** A replay's item {@code REPLAY#<id>} in the state table. */
public final class ReplayItem {

    private ReplayItem() {}

    /** The write of a replay, for a transaction: on condition that there is none that counts at this time. */
    public static Put put(String table, Replay replay, Instant now) {
        return Put.builder()
                .tableName(table)
                .item(Map.of(
                        "pk",
                        primaryKey(replay.id()),
                        "sealed",
                        Attributes.bytes(replay.sealed()),
                        "expires_at",
                        Attributes.time(replay.expiresAt()),
                        "ttl",
                        Attributes.ttl(replay.expiresAt())))
                .conditionExpression("attribute_not_exists(pk) OR expires_at <= :now")
                .expressionAttributeValues(Map.of(":now", Attributes.time(now)))
                .build();
    }

    static AttributeValue primaryKey(String id) {
        return Attributes.text("REPLAY#" + id);
    }
}
