package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.key.KeyIndex;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.PepperUsage;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.settings.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the adapters to tests of other packages. */
public final class DynamoDbKeys {

    private DynamoDbKeys() {}

    public static KeyRepository repository(DynamoDbClient client, Settings settings) {
        return new DynamoDbKeyRepository(client, new KeyTable(settings));
    }

    public static RepeatableKeyWrites repeatableWrites(DynamoDbClient client, Settings settings) {
        return new DynamoDbRepeatableKeyWrites(client, new KeyTable(settings), settings);
    }

    public static PepperUsage pepperUsage(DynamoDbClient client, Settings settings) {
        return new DynamoDbPepperUsage(client, new KeyTable(settings));
    }

    public static KeyIndex index(DynamoDbClient client, Settings settings) {
        return new DynamoDbKeyIndex(client, new KeyTable(settings));
    }
}
