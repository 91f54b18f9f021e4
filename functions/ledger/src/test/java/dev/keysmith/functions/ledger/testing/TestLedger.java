package dev.keysmith.functions.ledger.testing;

import dev.keysmith.functions.ledger.database.Migration;
import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.Map;

/** The ledger's beans on a real PostgreSQL, with a migrated database of its own whose owner they are. */
public final class TestLedger implements AutoCloseable {

    public static final String KEYS_TABLE = "keysmith-keys";
    public static final String STATE_TABLE = "keysmith-state";

    private final ApplicationContext beans;

    public TestLedger() {
        this(Map.of());
    }

    /** With further settings, by their property names. */
    public TestLedger(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings());
        all.putAll(settings);
        beans = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .properties(all)
                .start();
        get(Migration.class).run();
    }

    /** The settings of the ledger's functions that have no default. */
    public static Map<String, Object> settings() {
        return Map.of(
                "aws.region", "us-east-1",
                "keysmith.keys-table", KEYS_TABLE,
                "keysmith.state-table", STATE_TABLE,
                "keysmith.ledger-secret", "ledger",
                "keysmith.database-secret", "database",
                "keysmith.database-tls", "disable");
    }

    public <T> T get(Class<T> type) {
        return beans.getBean(type);
    }

    @Override
    public void close() {
        beans.close();
    }
}
