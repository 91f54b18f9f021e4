package dev.keysmith.core.replay.dynamodb;

import dev.keysmith.core.replay.ReplayRepository;
import dev.keysmith.core.settings.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the adapter to tests of other packages. */
public final class DynamoDbReplays {

    private DynamoDbReplays() {}

    public static ReplayRepository repository(DynamoDbClient client, Settings settings) {
        return new DynamoDbReplayRepository(client, settings);
    }
}
