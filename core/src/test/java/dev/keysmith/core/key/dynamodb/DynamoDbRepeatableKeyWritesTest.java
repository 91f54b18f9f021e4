package dev.keysmith.core.key.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.key.RepeatableKeyWritesContractTest;
import dev.keysmith.core.replay.Replay;
import dev.keysmith.core.replay.ReplayRepository;
import dev.keysmith.core.testing.Core;
import org.junit.jupiter.api.Test;

class DynamoDbRepeatableKeyWritesTest extends RepeatableKeyWritesContractTest {

    private final Core core = new Core();

    @Override
    protected RepeatableKeyWrites writes() {
        return core.repeatableWrites;
    }

    @Override
    protected KeyRepository keys() {
        return core.keys;
    }

    @Override
    protected ReplayRepository replays() {
        return core.replayRepository;
    }

    @Test
    void missingTableIsAnOutageAndNothingIsWritten() {
        ApiKey key = core.firstAdminKey.issue();
        KeyRecord record = core.keys.find(key.keyId()).orElseThrow();
        Change change =
                new Change(ChangeAction.ROTATED, core.clock.instant(), Core.actor("changer012345678"), Core.origin());
        core.dynamoDb.deleteTable(delete -> delete.tableName(core.stateTable));

        assertThatThrownBy(() -> core.repeatableWrites.replace(
                        record,
                        change,
                        new Replay("a", new byte[] {1}, core.clock.instant().plusSeconds(1))))
                .isInstanceOf(UnavailableException.class);
        assertThat(core.keys.find(key.keyId()).orElseThrow().metadata()).isEqualTo(record.metadata());
    }
}
