package dev.keysmith.aws.data;

import dev.keysmith.aws.Named;
import dev.keysmith.blueprint.TableSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableAttributes;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.dynamodb.WarmThroughput;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * The DynamoDB tables: on demand, with TTL, stream and point-in-time recovery, encrypted by AWS's key or the customer's. One that was
 * restored from a backup is taken as it is.
 *
 * <p>They have the names of the blueprint: a change that would replace a table by an empty one fails, since the name is taken.
 */
public final class KeysmithTables extends Construct {

    private final Map<String, ITable> tables = new LinkedHashMap<>();

    /** Makes those that are not {@code restored}; {@code disposable} ones can be deleted, and are with their stack. */
    public KeysmithTables(
            Construct scope,
            String id,
            List<TableSpec> specs,
            Optional<IKey> encryptionKey,
            Optional<WarmThroughput> warmThroughput,
            Optional<RestoredTable> restored,
            boolean disposable) {
        super(scope, id);
        for (TableSpec spec : specs) {
            tables.put(
                    spec.name(),
                    restored.filter(table -> table.name().equals(spec.name()))
                            .map(this::existing)
                            .orElseGet(() -> table(spec, encryptionKey, warmThroughput, disposable)));
        }
    }

    private ITable existing(RestoredTable table) {
        return Table.fromTableAttributes(
                this,
                table.name(),
                TableAttributes.builder()
                        .tableName(table.name())
                        .tableStreamArn(table.streamArn())
                        .build());
    }

    /** The table of this name. */
    public ITable get(String name) {
        return Named.get(tables, "table", name);
    }

    private ITable table(
            TableSpec spec, Optional<IKey> encryptionKey, Optional<WarmThroughput> warmThroughput, boolean disposable) {
        Table.Builder builder = Table.Builder.create(this, spec.name())
                .tableName(spec.name())
                .partitionKey(key(spec.partitionKey(), AttributeType.STRING))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .timeToLiveAttribute(spec.ttlAttribute())
                .stream(StreamViewType.valueOf(spec.stream()))
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(!disposable)
                .removalPolicy(disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN)
                .encryption(encryptionKey.isPresent() ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.AWS_MANAGED);
        encryptionKey.ifPresent(builder::encryptionKey);
        warmThroughput.ifPresent(builder::warmThroughput);
        Table table = builder.build();
        for (TableSpec.IndexSpec index : spec.indexes()) {
            GlobalSecondaryIndexProps.Builder props = GlobalSecondaryIndexProps.builder()
                    .indexName(index.name())
                    .partitionKey(key(index.partitionKey(), AttributeType.STRING))
                    .sortKey(key(index.sortKey(), AttributeType.NUMBER))
                    .projectionType(ProjectionType.ALL);
            table.addGlobalSecondaryIndex(props.build());
        }
        return table;
    }

    private static Attribute key(String name, AttributeType type) {
        return Attribute.builder().name(name).type(type).build();
    }
}
