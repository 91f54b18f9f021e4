package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.Retention;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The table {@code KEYSMITH_KEYS_TABLE}, one item a key, and the writes of whole items. DynamoDB's TTL removes an item
 * {@code KEYSMITH_RETENTION} (30 days) after its expiry; it never decides whether a key is good. Whatever
 * uses it is made at the start, and so a wrong setting stops the start.
 */
@Singleton
final class KeyTable {

    private final String name;
    private final Duration retention;

    KeyTable(Settings settings) {
        this.name = DynamoDbCalls.tableName(settings, "keysmith.keys-table");
        this.retention = Retention.of(settings);
    }

    String name() {
        return name;
    }

    /** How long an item is kept when its key is no longer good. */
    Duration retention() {
        return retention;
    }

    /** The write of a new key, on condition that its id is free. */
    Put newItem(KeyRecord record, Change change) {
        return Put.builder()
                .tableName(name)
                .item(KeyItem.write(record, change, retention))
                .conditionExpression("attribute_not_exists(key_id)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** The write of a changed key, on condition that it is active and has the version that the change was made from. */
    Put nextItem(KeyRecord next, Change change) {
        return Put.builder()
                .tableName(name)
                .item(KeyItem.write(next, change, retention))
                .conditionExpression("#status = :active AND #version = :seen")
                .expressionAttributeNames(Map.of("#status", "status", "#version", "version"))
                .expressionAttributeValues(Map.of(
                        ":active",
                        Attributes.text(KeyItem.ACTIVE),
                        ":seen",
                        Attributes.number(next.metadata().version() - 1)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** Whether this change is what an item shows: the SDK repeats a call whose answer was lost, and then finds its own write. */
    static boolean shows(Map<String, AttributeValue> item, Change change) {
        return has(item, "changed_request", change.origin().requestId())
                && has(item, "changed_action", change.action().wireName());
    }

    /** Whether an attribute of an item is this text. */
    static boolean has(Map<String, AttributeValue> item, String name, String text) {
        return Attributes.find(item, name)
                .filter(value -> text.equals(value.s()))
                .isPresent();
    }
}
