package dev.keysmith.core.owner.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.owner.OwnerRepository;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Owners in the table {@code KEYSMITH_STATE_TABLE}, one item {@code OWNER#<owner>} each. */
@Singleton
final class DynamoDbOwnerRepository implements OwnerRepository {

    private final DynamoDbClient client;
    private final String table;

    DynamoDbOwnerRepository(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.table = DynamoDbCalls.tableName(settings, "keysmith.state-table");
    }

    @Override
    public boolean reserveKey(Owner owner, int most) {
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table)
                .key(Map.of("pk", AttributeValue.fromS("OWNER#" + owner)))
                .conditionExpression("attribute_not_exists(key_count) OR key_count < :most")
                .updateExpression("ADD key_count :one")
                .expressionAttributeValues(Map.of(
                        ":one", AttributeValue.fromN("1"), ":most", AttributeValue.fromN(Integer.toString(most))))
                .build();
        try {
            DynamoDbCalls.call("UpdateItem", () -> client.updateItem(request));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }
}
