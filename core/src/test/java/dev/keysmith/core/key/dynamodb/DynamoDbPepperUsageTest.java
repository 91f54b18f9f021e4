package dev.keysmith.core.key.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.PepperUsage;
import dev.keysmith.core.key.PepperUsageContractTest;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbPepperUsageTest extends PepperUsageContractTest {

    /** With the two of them a page, which is 1 MB at most, holds a few items. */
    private static final String LARGE = "x".repeat(300_000);

    private final Core core = new Core();

    @Override
    protected PepperUsage usage() {
        return DynamoDbKeys.pepperUsage(
                core.dynamoDb, new Settings(new MapPropertyResolver(Map.of("keysmith.keys-table", core.keysTable))));
    }

    @Override
    protected KeyRepository keys() {
        return core.keys;
    }

    @Test
    void everyPageIsLookedAt() {
        IntStream.range(0, 10).forEach(number -> put(number, 1));
        assertThat(usage().isUsed(2)).isFalse();
        core.calls.take();

        put(10, 2);

        assertThat(usage().isUsed(2)).isTrue();
    }

    @Test
    void missingTableIsAnOutageAndNoAnswer() {
        core.dynamoDb.deleteTable(delete -> delete.tableName(core.keysTable));

        assertThatThrownBy(() -> usage().isUsed(1)).isInstanceOf(UnavailableException.class);
    }

    private void put(int number, int pepper) {
        core.dynamoDb.putItem(put -> put.tableName(core.keysTable)
                .item(Map.of(
                        "key_id", AttributeValue.fromS("%016d".formatted(number)),
                        "owner", AttributeValue.fromS("large"),
                        "created_at", AttributeValue.fromN("1"),
                        "metadata", AttributeValue.fromS(LARGE),
                        "pepper", AttributeValue.fromN(Integer.toString(pepper)))));
    }
}
