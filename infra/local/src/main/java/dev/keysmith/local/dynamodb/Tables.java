package dev.keysmith.local.dynamodb;

import dev.keysmith.blueprint.TableSpec;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Makes the blueprint's tables. */
public final class Tables {

    private final DynamoDbClient dynamoDb;

    public Tables(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /**
     * Makes what is missing of a table, on demand and with its time to live, and waits until it is active. What is there stays.
     *
     * @throws IllegalStateException if there is a table of this name with another key
     */
    public void ensure(TableSpec table) {
        Optional<TableDescription> existing = find(table);
        if (existing.isEmpty()) {
            create(table);
        } else if (!existing.get().keySchema().equals(keySchema(table))) {
            throw new IllegalStateException("table " + table.name() + " has another key than " + table.partitionKey()
                    + "; --reset makes it anew");
        }
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(table.name()));
        enableTimeToLive(table);
    }

    private Optional<TableDescription> find(TableSpec table) {
        try {
            return Optional.of(dynamoDb.describeTable(request -> request.tableName(table.name()))
                    .table());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private void create(TableSpec table) {
        dynamoDb.createTable(request -> request.tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(table.partitionKey())
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(keySchema(table)));
    }

    private void enableTimeToLive(TableSpec table) {
        TimeToLiveStatus status = dynamoDb.describeTimeToLive(request -> request.tableName(table.name()))
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (status == TimeToLiveStatus.DISABLED) {
            dynamoDb.updateTimeToLive(request -> request.tableName(table.name())
                    .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(table.ttlAttribute())));
        }
    }

    private static List<KeySchemaElement> keySchema(TableSpec table) {
        return List.of(KeySchemaElement.builder()
                .attributeName(table.partitionKey())
                .keyType(KeyType.HASH)
                .build());
    }
}
