package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.settings.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the adapter to tests of other packages. */
public final class DynamoDbKeys {

    private DynamoDbKeys() {}

    public static KeyRepository repository(DynamoDbClient client, Settings settings) {
        return new DynamoDbKeyRepository(client, settings);
    }
}
