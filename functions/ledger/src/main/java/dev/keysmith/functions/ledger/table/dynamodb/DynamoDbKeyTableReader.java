package dev.keysmith.functions.ledger.table.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.dynamodb.KeyImage;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.functions.ledger.table.KeyTableReader;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

@Singleton
final class DynamoDbKeyTableReader implements KeyTableReader {

    private final DynamoDbClient client;
    private final String table;

    DynamoDbKeyTableReader(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.table = DynamoDbCalls.tableName(settings, "keysmith.keys-table");
    }

    @Override
    public Optional<KeyImage> find(KeyId keyId) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table)
                .key(Map.of("key_id", Attributes.text(keyId.value())))
                .consistentRead(true)
                .build();
        Map<String, AttributeValue> item =
                DynamoDbCalls.call("GetItem", () -> client.getItem(request)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(KeyImage.read(item));
    }

    @Override
    public void scan(Consumer<KeyImage> each) {
        ScanRequest request =
                ScanRequest.builder().tableName(table).consistentRead(true).build();
        DynamoDbCalls.call("Scan", () -> {
            client.scanPaginator(request).items().forEach(item -> each.accept(KeyImage.read(item)));
            return table;
        });
    }
}
