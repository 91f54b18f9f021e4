package dev.keysmith.functions.ledger.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.ledger.RecordWriter;
import dev.keysmith.functions.ledger.chain.ChainVerifier;
import dev.keysmith.functions.ledger.inventory.Inventory;
import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.table.KeyTableReader;
import dev.keysmith.functions.ledger.testing.Life;
import dev.keysmith.functions.ledger.testing.TestLedger;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExpiryRecorderTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private final Life life = new Life();
    private final TestLedger ledger = new TestLedger(life.settings());

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void expiryIsOneEventDatedAtTheExpiry() {
        Instant expiresAt = life.core.clock.instant().plus(WEEK);
        KeyId keyId = life.issue().keyId();
        deliver();
        life.core.clock.advance(WEEK.plusHours(3));

        assertThat(recorder().record()).isOne();
        assertThat(recorder().record()).isZero();

        assertThat(events(keyId)).isEqualTo("1|0|issued 1|1|expired");
        assertThat(ledger.rows(
                        "SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), actor, source_ip,"
                                + " request_id, changes FROM event WHERE action = 'expired'"))
                .containsExactly(
                        expiresAt + "|deployment|-|-|{\"status\":{\"before\":\"active\",\"after\":\"expired\"}}");
        assertThat(ledger.rows("SELECT expiry_recorded FROM api_key WHERE key_id = '" + keyId.value() + "'"))
                .containsExactly("t");
    }

    @Test
    void expiryThatTheStreamTellsOfTooIsOneEvent() {
        KeyId keyId = life.issue().keyId();
        deliver();
        life.core.clock.advance(WEEK.plusHours(3));
        recorder().record();
        life.core.revoker.revoke(life.admin, keyId.value(), Optional.of("late"), Core.origin());

        deliver();

        assertThat(events(keyId)).isEqualTo("1|0|issued 1|1|expired 2|0|revoked");
        assertThat(recorder().record()).isZero();
        assertThat(ledger.get(ChainVerifier.class).verify(Optional.empty()).finding())
                .isEmpty();
    }

    @Test
    void clocksMayBeFiveSecondsApart() {
        life.issue();
        deliver();
        life.core.clock.advance(WEEK.plusSeconds(5).minusMillis(1));
        assertThat(recorder().record()).isZero();

        life.core.clock.advance(Duration.ofMillis(1));

        assertThat(recorder().record()).isOne();
    }

    @Test
    void keyThatChangedMeanwhileIsLeftToTheStream() {
        KeyId updated = life.issue().keyId();
        KeyId revoked = life.issue().keyId();
        KeyId removed = life.issue().keyId();
        deliver();
        life.update(updated, AskedChange.ofKey().name("another"));
        life.core.revoker.revoke(life.admin, revoked.value(), Optional.empty(), Core.origin());
        life.removeItem(removed);
        life.core.clock.advance(WEEK.plusHours(1));

        assertThat(recorder().record()).isZero();

        deliver();
        assertThat(recorder().record()).isOne();
        assertThat(events(updated)).isEqualTo("1|0|issued 2|0|updated 2|1|expired");
    }

    @Test
    void manyExpiriesAreAllWritten() {
        for (int i = 0; i < 3; i++) {
            life.issue();
            life.tick();
        }
        deliver();
        life.core.clock.advance(WEEK.plusHours(1));

        assertThat(recorder().record()).isEqualTo(3);
    }

    private void deliver() {
        assertThat(ledger.get(RecordWriter.class).write(life.keyStream.all())).isEmpty();
    }

    private String events(KeyId keyId) {
        return String.join(
                " ",
                ledger.rows("SELECT version, step, action FROM event WHERE key_id = '" + keyId.value()
                        + "' AND link IS NOT NULL ORDER BY version, step"));
    }

    @SuppressWarnings("unchecked")
    private ExpiryRecorder recorder() {
        TransactionOperations<Connection> transactions = ledger.get(TransactionOperations.class);
        return new ExpiryRecorder(
                ledger.get(ExpiredKeys.class),
                ledger.get(KeyTableReader.class),
                ledger.get(LedgerWriter.class),
                ledger.get(Inventory.class),
                transactions,
                life.core.clock);
    }
}
