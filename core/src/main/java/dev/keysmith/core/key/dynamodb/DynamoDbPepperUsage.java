package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.key.PepperUsage;
import jakarta.inject.Singleton;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;

@Singleton
final class DynamoDbPepperUsage implements PepperUsage {

    private final DynamoDbClient client;
    private final KeyTable table;

    DynamoDbPepperUsage(DynamoDbClient client, KeyTable table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public boolean isUsed(int pepperVersion) {
        ScanRequest request = ScanRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .filterExpression("pepper = :version OR previous_pepper = :version")
                .expressionAttributeValues(Map.of(":version", Attributes.number(pepperVersion)))
                .select(Select.COUNT)
                .build();
        return DynamoDbCalls.call(
                "Scan", () -> client.scanPaginator(request).stream().anyMatch(page -> page.count() > 0));
    }
}
