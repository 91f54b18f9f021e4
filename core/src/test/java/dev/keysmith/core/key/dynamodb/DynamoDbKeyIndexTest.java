package dev.keysmith.core.key.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.KeyFilter;
import dev.keysmith.core.key.KeyIndex;
import dev.keysmith.core.key.KeyIndexContractTest;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.testing.Core;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DynamoDbKeyIndexTest extends KeyIndexContractTest {

    private final Core core = new Core();

    @Override
    protected KeyIndex index() {
        return core.index;
    }

    @Override
    protected KeyRepository keys() {
        return core.keys;
    }

    @Test
    void listIsOneQueryAlsoWhereTheFilterLeavesNothing() {
        core.firstAdminKey.issue();
        core.calls.take();

        core.index.list(Owner.ROOT, revoked(), 50, Optional.empty());

        assertThat(core.calls.take()).containsExactly("Query");
    }

    @Test
    void missingTableIsAnOutageAndNoEmptyList() {
        core.dynamoDb.deleteTable(delete -> delete.tableName(core.keysTable));

        assertThatThrownBy(() -> core.index.list(Owner.ROOT, revoked(), 50, Optional.empty()))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> core.index.count(Owner.ROOT)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> core.index.descents(Optional.of(Owner.ROOT), 50, Optional.empty()))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> core.index.descents(Optional.empty(), 50, Optional.empty()))
                .isInstanceOf(UnavailableException.class);
    }

    private KeyFilter revoked() {
        return new KeyFilter(Optional.of(KeyFilter.Status.REVOKED), Optional.empty(), core.clock.instant());
    }
}
