package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.WriteOutcome;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Keys in DynamoDB. */
@Singleton
final class DynamoDbKeyRepository implements KeyRepository {

    private final DynamoDbClient client;
    private final KeyTable table;

    DynamoDbKeyRepository(DynamoDbClient client, KeyTable table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Optional<KeyRecord> find(KeyId keyId) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table.name())
                .key(KeyItem.primaryKey(keyId))
                .consistentRead(true)
                .build();
        return KeyItemReader.find(
                DynamoDbCalls.call("GetItem", () -> client.getItem(request)).item());
    }

    @Override
    public WriteOutcome insert(KeyRecord record, Change change) {
        return put(table.newItem(record, change), change);
    }

    @Override
    public WriteOutcome replace(KeyRecord next, Change change) {
        return put(table.nextItem(next, change), change);
    }

    private WriteOutcome put(Put put, Change change) {
        PutItemRequest request = PutItemRequest.builder()
                .tableName(put.tableName())
                .item(put.item())
                .conditionExpression(put.conditionExpression())
                .expressionAttributeNames(put.hasExpressionAttributeNames() ? put.expressionAttributeNames() : null)
                .expressionAttributeValues(put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null)
                .returnValuesOnConditionCheckFailure(put.returnValuesOnConditionCheckFailure())
                .build();
        try {
            DynamoDbCalls.call("PutItem", () -> client.putItem(request));
            return WriteOutcome.WRITTEN;
        } catch (ConditionalCheckFailedException e) {
            // The SDK repeats a call whose answer was lost: then the item there is ours.
            return found(e).equals(put.item()) ? WriteOutcome.WRITTEN : WriteOutcome.CONFLICT;
        }
    }

    @Override
    public RefreshOutcome refresh(KeyId keyId, Instant seenExpiresAt, Instant newExpiresAt, Change change) {
        KeyItemUpdate update = new KeyItemUpdate(change)
                .set("expires_at", Attributes.time(newExpiresAt))
                .set("ttl", Attributes.ttl(newExpiresAt.plus(table.retention())))
                .when("status", Attributes.text(KeyItem.ACTIVE))
                .when("expires_at", Attributes.time(seenExpiresAt))
                // It may have been lowered since the holder was told.
                .whenAtLeast("max_expires_at", Attributes.time(newExpiresAt));
        try {
            Map<String, AttributeValue> written = send(update.request(table.name(), keyId));
            return new RefreshOutcome.Refreshed(
                    KeyItemReader.find(written).orElseThrow().metadata());
        } catch (ConditionalCheckFailedException e) {
            Optional<KeyRecord> now = KeyItemReader.find(found(e));
            return KeyTable.shows(found(e), change)
                    ? new RefreshOutcome.Refreshed(now.orElseThrow().metadata())
                    : new RefreshOutcome.Changed(now.map(KeyRecord::metadata));
        }
    }

    @Override
    public RevokeOutcome revoke(KeyId keyId, Optional<Owner> owner, Optional<String> reason, Change change) {
        KeyItemUpdate update = new KeyItemUpdate(change)
                .reason(reason)
                .set("status", Attributes.text(KeyItem.REVOKED))
                .when("status", Attributes.text(KeyItem.ACTIVE));
        owner.ifPresent(only -> update.when("owner", Attributes.text(only.value())));
        try {
            Map<String, AttributeValue> written = send(update.request(table.name(), keyId));
            return new RevokeOutcome.Revoked(
                    KeyItemReader.find(written).orElseThrow().metadata(), true);
        } catch (ConditionalCheckFailedException e) {
            return KeyItemReader.find(found(e))
                    .map(KeyRecord::metadata)
                    .filter(key -> owner.isEmpty() || owner.get().equals(key.owner()))
                    .filter(key -> key.status() instanceof KeyStatus.Revoked)
                    .<RevokeOutcome>map(key -> new RevokeOutcome.Revoked(key, KeyTable.shows(found(e), change)))
                    .orElseGet(RevokeOutcome.Absent::new);
        }
    }

    @Override
    public DeleteOutcome delete(KeyId keyId, Optional<Owner> owner, Optional<String> reason, Change change) {
        KeyItemUpdate update = new KeyItemUpdate(change)
                .reason(reason)
                .set("status", Attributes.text(KeyItem.DELETED))
                .set("ttl", Attributes.ttl(change.at().plus(table.retention())))
                .remove(KeyItem.REMOVED_BY_DELETION)
                .whenNot("status", Attributes.text(KeyItem.DELETED));
        owner.ifPresent(only -> update.when("owner", Attributes.text(only.value())));
        try {
            send(update.request(table.name(), keyId));
            return DeleteOutcome.DELETED;
        } catch (ConditionalCheckFailedException e) {
            if (KeyTable.shows(found(e), change)) {
                return DeleteOutcome.DELETED;
            }
            return isTombstone(found(e), owner) ? DeleteOutcome.DELETED_BEFORE : DeleteOutcome.ABSENT;
        }
    }

    private static boolean isTombstone(Map<String, AttributeValue> item, Optional<Owner> owner) {
        return KeyTable.has(item, "status", KeyItem.DELETED)
                && (owner.isEmpty() || KeyTable.has(item, "owner", owner.get().value()));
    }

    private Map<String, AttributeValue> send(UpdateItemRequest request) {
        return DynamoDbCalls.call("UpdateItem", () -> client.updateItem(request))
                .attributes();
    }

    private static Map<String, AttributeValue> found(ConditionalCheckFailedException failure) {
        return failure.hasItem() ? failure.item() : Map.of();
    }
}
