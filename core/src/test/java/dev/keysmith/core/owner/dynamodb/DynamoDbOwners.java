package dev.keysmith.core.owner.dynamodb;

import dev.keysmith.core.owner.OwnerRepository;
import dev.keysmith.core.settings.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the adapter to tests of other packages. */
public final class DynamoDbOwners {

    private DynamoDbOwners() {}

    public static OwnerRepository repository(DynamoDbClient client, Settings settings) {
        return new DynamoDbOwnerRepository(client, settings);
    }
}
