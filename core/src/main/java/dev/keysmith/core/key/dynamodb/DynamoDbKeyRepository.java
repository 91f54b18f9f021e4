package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.settings.Settings;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Keys in the table {@code KEYSMITH_KEYS_TABLE}, one item a key. DynamoDB's TTL removes an item {@code KEYSMITH_RETENTION} (30
 * days) after its expiry; it never decides whether a key is good. Eager, so that a wrong setting stops the start.
 */
@Context
final class DynamoDbKeyRepository implements KeyRepository {

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;

    DynamoDbKeyRepository(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.table = DynamoDbCalls.tableName(settings, "keysmith.keys-table");
        this.retention =
                settings.duration("keysmith.retention", Duration.ofDays(30), Duration.ofDays(1), Duration.ofDays(3650));
    }

    @Override
    public Optional<KeyRecord> find(KeyId keyId) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table)
                .key(primaryKey(keyId))
                .consistentRead(true)
                .build();
        Map<String, AttributeValue> item =
                DynamoDbCalls.call("GetItem", () -> client.getItem(request)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(KeyItem.read(item));
    }

    @Override
    public void insert(KeyRecord record, Change change) {
        Map<String, AttributeValue> item = KeyItem.write(record, change, retention);
        PutItemRequest request = PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(key_id)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            DynamoDbCalls.call("PutItem", () -> client.putItem(request));
        } catch (ConditionalCheckFailedException e) {
            // The SDK repeats a call whose answer was lost: then the item there is ours.
            if (!KeyItem.read(e.item()).hash().matches(record.hash())) {
                throw new IllegalStateException("another key has this key id", e);
            }
        }
    }

    @Override
    public RevokeOutcome revoke(KeyId keyId, Optional<Owner> owner, Optional<String> reason, Change change) {
        Map<String, AttributeValue> values = new HashMap<>(KeyItem.revocation(reason, change));
        owner.ifPresent(only -> values.put(":owner", AttributeValue.fromS(only.value())));
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table)
                .key(primaryKey(keyId))
                .conditionExpression(KeyItem.IS_ACTIVE + (owner.isPresent() ? " AND #owner = :owner" : ""))
                .updateExpression(KeyItem.revocationUpdate(reason.isPresent()))
                .expressionAttributeNames(KeyItem.revocationNames(owner.isPresent()))
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            var response = DynamoDbCalls.call("UpdateItem", () -> client.updateItem(request));
            return new RevokeOutcome.Revoked(KeyItem.read(response.attributes()).metadata());
        } catch (ConditionalCheckFailedException e) {
            return notRevokedNow(e, owner);
        }
    }

    private static RevokeOutcome notRevokedNow(ConditionalCheckFailedException failure, Optional<Owner> owner) {
        if (!failure.hasItem() || failure.item().isEmpty()) {
            return new RevokeOutcome.Absent();
        }
        KeyRecord found = KeyItem.read(failure.item());
        if (owner.isPresent() && !owner.get().equals(found.metadata().owner())) {
            return new RevokeOutcome.Absent();
        }
        return new RevokeOutcome.Revoked(found.metadata());
    }

    private static Map<String, AttributeValue> primaryKey(KeyId keyId) {
        return Map.of("key_id", AttributeValue.fromS(keyId.value()));
    }
}
