package dev.keysmith.core.replay.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.replay.Replay;
import dev.keysmith.core.replay.ReplayRepository;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Replays in the table {@code KEYSMITH_STATE_TABLE}. */
@Singleton
final class DynamoDbReplayRepository implements ReplayRepository {

    private final DynamoDbClient client;
    private final String table;

    DynamoDbReplayRepository(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.table = DynamoDbCalls.tableName(settings, "keysmith.state-table");
    }

    @Override
    public Optional<Replay> find(String id) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table)
                .key(Map.of("pk", ReplayItem.primaryKey(id)))
                .consistentRead(true)
                .build();
        Map<String, AttributeValue> item =
                DynamoDbCalls.call("GetItem", () -> client.getItem(request)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(read(id, item));
    }

    private static Replay read(String id, Map<String, AttributeValue> item) {
        try {
            return new Replay(id, Attributes.readBytes(item, "sealed"), Attributes.readTime(item, "expires_at"));
        } catch (IllegalArgumentException e) {
            throw new UnavailableException("a replay's item is not in order", e);
        }
    }
}
