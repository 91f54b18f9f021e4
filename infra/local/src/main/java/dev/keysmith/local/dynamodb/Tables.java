package dev.keysmith.local.dynamodb;

import dev.keysmith.blueprint.TableSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Makes the blueprint's tables. */
public final class Tables {

    private final DynamoDbClient dynamoDb;

    public Tables(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /**
     * Makes what is missing of a table, on demand, with its stream and its time to live, and waits until it is active. What is
     * there stays.
     *
     * @throws IllegalStateException if there is a table of this name with another key, without an index, or with another stream
     */
    public void ensure(TableSpec table) {
        Optional<TableDescription> existing = find(table);
        if (existing.isEmpty()) {
            create(table);
        } else if (!existing.get().keySchema().equals(keySchema(table))) {
            throw new IllegalStateException("table " + table.name() + " has another key than " + table.partitionKey()
                    + "; --reset makes it anew");
        } else if (!hasIndexes(existing.get(), table)) {
            throw new IllegalStateException(
                    "table " + table.name() + " is of an older version, without its index; --reset makes it anew");
        }
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(table.name()));
        enableStream(table);
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
                .attributeDefinitions(attributes(table))
                .keySchema(keySchema(table))
                .globalSecondaryIndexes(table.indexes().isEmpty() ? null : indexes(table)));
    }

    private static Set<AttributeDefinition> attributes(TableSpec table) {
        Set<AttributeDefinition> attributes = new LinkedHashSet<>();
        attributes.add(attribute(table.partitionKey(), ScalarAttributeType.S));
        table.indexes().forEach(index -> {
            attributes.add(attribute(index.partitionKey(), ScalarAttributeType.S));
            attributes.add(attribute(index.sortKey(), ScalarAttributeType.N));
        });
        return attributes;
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static List<GlobalSecondaryIndex> indexes(TableSpec table) {
        return table.indexes().stream()
                .map(index -> GlobalSecondaryIndex.builder()
                        .indexName(index.name())
                        .keySchema(
                                key -> key.attributeName(index.partitionKey()).keyType(KeyType.HASH),
                                key -> key.attributeName(index.sortKey()).keyType(KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build())
                .toList();
    }

    private static boolean hasIndexes(TableDescription existing, TableSpec table) {
        Set<String> names = existing.globalSecondaryIndexes().stream()
                .map(GlobalSecondaryIndexDescription::indexName)
                .collect(Collectors.toSet());
        return table.indexes().stream().map(TableSpec.IndexSpec::name).allMatch(names::contains);
    }

    private void enableStream(TableSpec table) {
        StreamSpecification wanted = StreamSpecification.builder()
                .streamEnabled(true)
                .streamViewType(table.stream())
                .build();
        StreamSpecification existing = find(table).orElseThrow().streamSpecification();
        if (existing == null || !existing.streamEnabled()) {
            dynamoDb.updateTable(request -> request.tableName(table.name()).streamSpecification(wanted));
            dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(table.name()));
        } else if (!existing.equals(wanted)) {
            throw new IllegalStateException("the stream of table " + table.name() + " is "
                    + existing.streamViewTypeAsString() + ", not " + table.stream() + "; --reset makes it anew");
        }
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
