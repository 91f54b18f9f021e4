package dev.keysmith.core.meter.dynamodb;

import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.meter.LeaseOutcome;
import dev.keysmith.core.meter.LeaseRequest;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.MeterState;
import dev.keysmith.core.meter.Meters;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Meters in the table {@code KEYSMITH_STATE_TABLE}. */
@Singleton
final class DynamoDbMeters implements Meters {

    private final DynamoDbClient client;
    private final String table;

    DynamoDbMeters(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.table = DynamoDbCalls.tableName(settings, "keysmith.state-table");
    }

    @Override
    public LeaseOutcome take(LeaseRequest request) {
        UpdateItemRequest update = LeaseUpdate.of(request, table);
        try {
            return new LeaseOutcome.Taken(
                    MeterItem.find(DynamoDbCalls.call("UpdateItem", () -> client.updateItem(update))
                                    .attributes())
                            .orElseThrow(() -> new UnavailableException("DynamoDB did not tell the meter it wrote")));
        } catch (ConditionalCheckFailedException e) {
            return new LeaseOutcome.NotTaken(MeterItem.find(e.hasItem() ? e.item() : Map.of()));
        }
    }

    @Override
    public Optional<MeterState> find(MeterId id) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table)
                .key(MeterItem.primaryKey(id))
                .consistentRead(true)
                .build();
        return MeterItem.find(
                DynamoDbCalls.call("GetItem", () -> client.getItem(request)).item());
    }

    @Override
    public void delete(MeterId id) {
        DeleteItemRequest request = DeleteItemRequest.builder()
                .tableName(table)
                .key(MeterItem.primaryKey(id))
                .build();
        DynamoDbCalls.call("DeleteItem", () -> client.deleteItem(request));
    }
}
