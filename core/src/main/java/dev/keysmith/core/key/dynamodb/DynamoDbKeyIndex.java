package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyDescent;
import dev.keysmith.core.key.KeyFilter;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyIndex;
import dev.keysmith.core.key.KeyPosition;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.Page;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Keys by their owner, in the table's index {@code owner}, ordered by {@code created_at}; it holds whole items. */
@Singleton
final class DynamoDbKeyIndex implements KeyIndex {

    private static final String INDEX = "owner";

    private final DynamoDbClient client;
    private final KeyTable table;

    DynamoDbKeyIndex(DynamoDbClient client, KeyTable table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Page<ApiKeyMetadata> list(Owner owner, KeyFilter filter, int limit, Optional<KeyPosition> after) {
        FilterExpression expression = FilterExpression.of(filter);
        Map<String, AttributeValue> values = new HashMap<>(expression.values());
        values.put(":owner", Attributes.text(owner.value()));
        Map<String, String> names = new HashMap<>(expression.names());
        names.put("#owner", "owner");
        QueryRequest request = ofOwner()
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .filterExpression(expression.text())
                .scanIndexForward(false)
                .limit(limit)
                .exclusiveStartKey(
                        after.map(position -> startKey(owner, position)).orElse(null))
                .build();
        QueryResponse response = DynamoDbCalls.call("Query", () -> client.query(request));
        return page(
                response.items(),
                response.lastEvaluatedKey(),
                item -> KeyItemReader.find(item).map(KeyRecord::metadata).orElseThrow());
    }

    @Override
    public int count(Owner owner) {
        QueryRequest request = ofOwner()
                .expressionAttributeNames(Map.of("#owner", "owner", "#status", "status"))
                .expressionAttributeValues(
                        Map.of(":owner", Attributes.text(owner.value()), ":deleted", Attributes.text(KeyItem.DELETED)))
                .filterExpression("#status <> :deleted")
                .select(Select.COUNT)
                .build();
        return DynamoDbCalls.call(
                "Query",
                () -> client.queryPaginator(request).stream()
                        .mapToInt(QueryResponse::count)
                        .sum());
    }

    @Override
    public Page<KeyDescent> descents(Optional<Owner> owner, int limit, Optional<KeyPosition> after) {
        return owner.map(only -> descentsOf(only, limit, after)).orElseGet(() -> descentsOfAll(limit, after));
    }

    private Page<KeyDescent> descentsOf(Owner owner, int limit, Optional<KeyPosition> after) {
        QueryRequest request = ofOwner()
                .expressionAttributeNames(Map.of("#owner", "owner"))
                .expressionAttributeValues(Map.of(":owner", Attributes.text(owner.value())))
                .limit(limit)
                .exclusiveStartKey(
                        after.map(position -> startKey(owner, position)).orElse(null))
                .build();
        QueryResponse response = DynamoDbCalls.call("Query", () -> client.query(request));
        return page(response.items(), response.lastEvaluatedKey(), DynamoDbKeyIndex::descent);
    }

    private Page<KeyDescent> descentsOfAll(int limit, Optional<KeyPosition> after) {
        ScanRequest request = ScanRequest.builder()
                .tableName(table.name())
                .limit(limit)
                .exclusiveStartKey(after.map(position -> KeyItem.primaryKey(position.keyId()))
                        .orElse(null))
                .build();
        ScanResponse response = DynamoDbCalls.call("Scan", () -> client.scan(request));
        return page(response.items(), response.lastEvaluatedKey(), DynamoDbKeyIndex::descent);
    }

    private QueryRequest.Builder ofOwner() {
        return QueryRequest.builder()
                .tableName(table.name())
                .indexName(INDEX)
                .keyConditionExpression("#owner = :owner");
    }

    private static Map<String, AttributeValue> startKey(Owner owner, KeyPosition position) {
        return Map.of(
                "key_id", Attributes.text(position.keyId().value()),
                "owner", Attributes.text(owner.value()),
                "created_at", Attributes.time(position.createdAt()));
    }

    private static <T> Page<T> page(
            List<Map<String, AttributeValue>> items,
            Map<String, AttributeValue> lastEvaluatedKey,
            Function<Map<String, AttributeValue>, T> reader) {
        return new Page<>(
                items.stream().map(reader).toList(),
                lastEvaluatedKey.isEmpty() ? Optional.empty() : Optional.of(position(lastEvaluatedKey)));
    }

    private static KeyPosition position(Map<String, AttributeValue> lastEvaluatedKey) {
        return new KeyPosition(
                // A scan's key has no time, and needs none.
                lastEvaluatedKey.containsKey("created_at")
                        ? Attributes.readTime(lastEvaluatedKey, "created_at")
                        : Instant.EPOCH,
                new KeyId(Attributes.readText(lastEvaluatedKey, "key_id")));
    }

    private static KeyDescent descent(Map<String, AttributeValue> item) {
        try {
            boolean isActive = KeyItem.ACTIVE.equals(Attributes.readText(item, "status"));
            return new KeyDescent(
                    new KeyId(Attributes.readText(item, "key_id")),
                    Attributes.find(item, "issued_by").map(issuer -> new KeyId(issuer.s())),
                    KeyItem.saysMayHaveIssued(item)
                            || KeyItemReader.scopes(item).letIssue(),
                    // Nothing changes a key after its end but its deletion.
                    isActive ? Optional.empty() : Optional.of(Attributes.readTime(item, "changed_at")));
        } catch (RuntimeException e) {
            throw new UnavailableException("a key's item is not in order", e);
        }
    }
}
