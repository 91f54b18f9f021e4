package dev.keysmith.core.meter.dynamodb;

import dev.keysmith.core.meter.Meters;
import dev.keysmith.core.settings.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the adapter to tests of other packages. */
public final class MetersInDynamoDb {

    private MetersInDynamoDb() {}

    public static Meters meters(DynamoDbClient client, Settings settings) {
        return new DynamoDbMeters(client, settings);
    }
}
