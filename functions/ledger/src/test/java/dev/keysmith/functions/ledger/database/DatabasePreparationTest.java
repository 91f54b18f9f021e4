package dev.keysmith.functions.ledger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.functions.ledger.testing.TestLedger;
import dev.keysmith.functions.ledger.testing.TestPostgres;
import dev.keysmith.functions.ledger.testing.TestSecrets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DatabasePreparationTest {

    /** Nobody listens there. */
    private static final String ASLEEP =
            "{\"host\": \"127.0.0.1\", \"port\": 1, \"dbname\": \"d\", \"username\": \"u\", \"password\": \"hidden\"}";

    private final String suffix = UUID.randomUUID().toString();
    private final TestLedger ledger = new TestLedger(Map.of(
            "keysmith.database-writer-secret", "database-writer",
            "keysmith.database-reader-secret", "database-reader"));
    private final TestSecrets secrets = ledger.get(TestSecrets.class);
    private final TestClock clock = new TestClock();
    private final AtomicInteger pauses = new AtomicInteger();

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void databaseThatWakesIsWaitedFor() {
        String awake = TestPostgres.newDatabase();
        String name = awake.replaceAll(".*\"dbname\": \"([^\"]*)\".*", "$1");
        secrets.set("database-writer", TestPostgres.secret(name, "writer-" + suffix, "w"));
        secrets.set("database-reader", TestPostgres.secret(name, "reader-" + suffix, "r"));
        secrets.set("database", ASLEEP);

        preparation(() -> {
                    if (pauses.get() == 3) {
                        secrets.set("database", awake);
                    }
                })
                .runOnceAwake();

        assertThat(pauses).hasValue(3);
        assertThat(ledger.rows("SELECT count(*) FROM event")).containsExactly("0");
        assertThat(ledger.rows("SELECT rolname FROM pg_roles WHERE rolname LIKE '%" + suffix + "' ORDER BY 1"))
                .containsExactly("reader-" + suffix, "writer-" + suffix);
    }

    @Test
    void databaseThatDoesNotWakeIsGivenUp() {
        secrets.set("database", ASLEEP);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> preparation(() -> {}).runOnceAwake())
                .withMessageNotContaining("hidden");

        assertThat(pauses).hasValue((int) (Duration.ofMinutes(2).toSeconds() / 2));
    }

    /** Instead of sleeping time goes by, and something happens. */
    private DatabasePreparation preparation(Runnable event) {
        return new DatabasePreparation(ledger.get(Migration.class), ledger.get(DatabaseUsers.class), clock, time -> {
            pauses.incrementAndGet();
            clock.advance(time);
            event.run();
        });
    }
}
