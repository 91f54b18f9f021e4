package dev.keysmith.functions.ledger;

import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;

/** The tables whose streams are read: {@code KEYSMITH_KEYS_TABLE} and {@code KEYSMITH_STATE_TABLE}. */
@Singleton
final class LedgerSettings {

    private final String keysTable;
    private final String stateTable;

    LedgerSettings(Settings settings) {
        keysTable = DynamoDbCalls.tableName(settings, "keysmith.keys-table");
        stateTable = DynamoDbCalls.tableName(settings, "keysmith.state-table");
    }

    String keysTable() {
        return keysTable;
    }

    String stateTable() {
        return stateTable;
    }
}
