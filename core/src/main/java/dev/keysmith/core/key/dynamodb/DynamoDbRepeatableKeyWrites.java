package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.replay.Replay;
import dev.keysmith.core.replay.dynamodb.ReplayItem;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * A key's item and the replay in one transaction over both tables. The SDK gives each transaction a client request token, so
 * that its own repeats are harmless. Two transactions that meet are both told so, and try again.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html">Transactions</a>
 */
@Singleton
final class DynamoDbRepeatableKeyWrites implements RepeatableKeyWrites {

    private static final int ATTEMPTS = 8;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final DynamoDbClient client;
    private final KeyTable keys;
    private final String stateTable;

    DynamoDbRepeatableKeyWrites(DynamoDbClient client, KeyTable keys, Settings settings) {
        this.client = client;
        this.keys = keys;
        this.stateTable = DynamoDbCalls.tableName(settings, "keysmith.state-table");
    }

    @Override
    public WriteOutcome insert(KeyRecord record, Change change, Replay replay) {
        return write(keys.newItem(record, change), ReplayItem.put(stateTable, replay, change.at()));
    }

    @Override
    public WriteOutcome replace(KeyRecord next, Change change, Replay replay) {
        return write(keys.nextItem(next, change), ReplayItem.put(stateTable, replay, change.at()));
    }

    private WriteOutcome write(Put key, Put replay) {
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .transactItems(item -> item.put(key), item -> item.put(replay))
                .build();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                DynamoDbCalls.call("TransactWriteItems", () -> client.transactWriteItems(request));
                return WriteOutcome.WRITTEN;
            } catch (TransactionCanceledException e) {
                List<CancellationReason> reasons = e.cancellationReasons();
                if (failed(reasons.getLast())) {
                    return WriteOutcome.ALREADY_ANSWERED;
                }
                if (failed(reasons.getFirst())) {
                    return WriteOutcome.CONFLICT;
                }
                pause();
            }
        }
        throw new UnavailableException("too many transactions on one key at once");
    }

    private static boolean failed(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }

    private static void pause() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE.toNanos()));
    }
}
