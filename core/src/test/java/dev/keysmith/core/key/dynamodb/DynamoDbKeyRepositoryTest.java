package dev.keysmith.core.key.dynamodb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyRepositoryContractTest;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbKeyRepositoryTest extends KeyRepositoryContractTest {

    private final Core core = new Core();

    @Override
    protected KeyRepository keys() {
        return core.keys;
    }

    @Test
    void ttlIsTheExpiryAndTheRetentionInEpochSeconds() {
        ApiKey key = core.firstAdminKey.issue();

        assertThat(requireNonNull(item(key).get("ttl")).n())
                .isEqualTo(Long.toString(
                        core.clock.instant().plus(Duration.ofDays(365 + 30)).getEpochSecond()));
    }

    @Test
    void itemHoldsNeitherKeyNorSecret() {
        ApiKey key = core.firstAdminKey.issue();
        String secret = key.reveal().substring(key.reveal().lastIndexOf('_') + 1);

        assertThat(item(key).toString()).contains(key.keyId().value()).doesNotContain(secret, key.reveal());
    }

    @Test
    void itemThatIsNotInOrderIsAnOutageAndNoVerdict() {
        ApiKey key = core.firstAdminKey.issue();
        core.dynamoDb.updateItem(update -> update.tableName(core.keysTable)
                .key(Map.of("key_id", AttributeValue.fromS(key.keyId().value())))
                .updateExpression("SET #status = :odd")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":odd", AttributeValue.fromS("odd"))));

        assertThatThrownBy(() -> core.keys.find(key.keyId())).isInstanceOf(UnavailableException.class);
    }

    @Test
    void missingTableIsAnOutageAndNotAbsence() {
        ApiKey key = core.firstAdminKey.issue();
        core.dynamoDb.deleteTable(delete -> delete.tableName(core.keysTable));

        assertThatThrownBy(() -> core.keys.find(key.keyId())).isInstanceOf(UnavailableException.class);
    }

    private Map<String, AttributeValue> item(ApiKey key) {
        return core.dynamoDb
                .getItem(get -> get.tableName(core.keysTable)
                        .key(Map.of("key_id", AttributeValue.fromS(key.keyId().value()))))
                .item();
    }
}
