package dev.keysmith.functions.ledger.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.ledger.RecordWriter;
import dev.keysmith.functions.ledger.chain.ChainVerifier;
import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.StoredDeadLetters;
import dev.keysmith.functions.ledger.inventory.Inventory;
import dev.keysmith.functions.ledger.inventory.InventoryRepository;
import dev.keysmith.functions.ledger.store.LedgerWriter;
import dev.keysmith.functions.ledger.table.KeyTableReader;
import dev.keysmith.functions.ledger.testing.Life;
import dev.keysmith.functions.ledger.testing.TestLedger;
import io.micronaut.transaction.TransactionOperations;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A key of two that are in order beside it, and a ledger that did not get all that the stream told of it. */
final class ReconcilerTest {

    private static final Duration DAY = Duration.ofHours(25);

    @TempDir
    private Path folder;

    private final Life life = new Life();
    private TestLedger ledger;
    private KeyId keyId;

    @BeforeEach
    void start() {
        Map<String, Object> settings = life.settings();
        settings.put("keysmith.ledger-store", "file://" + folder);
        ledger = new TestLedger(settings);
        life.issue();
        keyId = life.issue().keyId();
        for (int version = 2; version <= 6; version++) {
            life.tick();
            life.update(keyId, AskedChange.ofKey().name("name " + version));
        }
        life.core.clock.advance(Duration.ofDays(2));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void ledgerThatHasAllIsLeftAlone() {
        deliver(1, 2, 3, 4, 5, 6);

        assertThat(reconciler().run(DAY)).isEqualTo(new Reconciliation(3, 0, List.of()));
        assertThat(events()).doesNotContain("reconciled");
    }

    @Test
    void gapBeforeWaitingEventsIsClosedByOneEvent() {
        deliver(1, 4, 5, 6);

        Reconciliation done = reconcile();

        assertThat(done).isEqualTo(new Reconciliation(3, 1, List.of(gap(2, 3, "events are missing"))));
        assertThat(events()).isEqualTo("0|1|0|issued 0|3|0|reconciled 0|4|0|updated 0|5|0|updated 0|6|0|updated");
        assertThat(ledger.rows("SELECT changes, actor, source_ip, request_id FROM event WHERE action = 'reconciled'"))
                .containsExactly("{\"gap\":{\"from_version\":2,\"to_version\":3}}|deployment|-|-");
    }

    @Test
    void everyGapOfAKeyIsClosed() {
        deliver(2, 4, 6);

        Reconciliation done = reconcile();

        assertThat(done.reconciled()).isEqualTo(3);
        assertThat(done.gaps())
                .containsExactly(
                        gap(1, 1, "events are missing"),
                        gap(3, 3, "events are missing"),
                        gap(5, 5, "events are missing"));
        assertThat(events())
                .isEqualTo(
                        "0|1|0|reconciled 0|2|0|updated 0|3|0|reconciled 0|4|0|updated 0|5|0|reconciled 0|6|0|updated");
    }

    @Test
    void changesThatNeverCameAreTakenFromTheTable() {
        deliver(1, 2);

        Reconciliation done = reconcile();

        assertThat(done.gaps()).containsExactly(gap(3, 6, "events are missing"));
        assertThat(events()).isEqualTo("0|1|0|issued 0|2|0|updated 0|6|0|reconciled");
        assertThat(ledger.rows("SELECT changes FROM event WHERE action = 'reconciled'"))
                .containsExactly("{\"gap\":{\"from_version\":3,\"to_version\":6},"
                        + "\"name\":{\"before\":\"name 2\",\"after\":\"name 6\"}}");
        assertThat(inventory()).isEqualTo("active|name 6|6|0");
    }

    @Test
    void keyThatNeverCameIsTakenFromTheTable() {
        deliver();

        assertThat(reconcile().gaps()).containsExactly(gap(1, 6, "events are missing"));
        assertThat(events()).isEqualTo("0|6|0|reconciled");
        assertThat(inventory()).isEqualTo("active|name 6|6|0");
    }

    @Test
    void whatIsYoungMayStillCome() {
        deliver(1, 2);

        assertThat(reconciler().run(Duration.ofDays(3))).isEqualTo(new Reconciliation(3, 0, List.of()));
        assertThat(events()).doesNotContain("reconciled");
        assertThat(ledger.rows("SELECT count(*) FROM chain_head")).containsExactly("3");

        deliver(3, 4, 5, 6);
        assertThat(events()).endsWith("0|6|0|updated");
        reconcile();
    }

    @Test
    void restoredTableBeginsAnEpoch() {
        Map<String, AttributeValue> backup = item();
        life.update(keyId, AskedChange.ofKey().name("name 7"));
        life.update(keyId, AskedChange.ofKey().name("name 8"));
        deliver(1, 2, 3, 4, 5, 6, 7, 8);
        restore(backup);

        Reconciliation done = reconcile();

        assertThat(done.gaps())
                .containsExactly(gap(7, 8, "the table was restored: it has version 6, and the ledger has version 8"));
        assertThat(events()).endsWith("0|8|0|updated 1|6|0|reconciled");
        assertThat(inventory()).isEqualTo("active|name 6|6|1");

        // Versions come again, and what came before may come once more.
        deliverFrom(10, () -> life.update(keyId, AskedChange.ofKey().name("another 7")));
        deliver(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(events()).endsWith("0|8|0|updated 1|6|0|reconciled 1|7|0|updated");
        assertThat(inventory()).isEqualTo("active|another 7|7|1");
        assertInOrder();
    }

    @Test
    void restoredTableThatCameToTheSameVersionBeginsAnEpoch() {
        Map<String, AttributeValue> backup = item();
        life.update(keyId, AskedChange.ofKey().name("name 7"));
        deliver(1, 2, 3, 4, 5, 6, 7);
        restore(backup);
        life.tick();
        life.update(keyId, AskedChange.ofKey().name("another 7"));

        Reconciliation done = reconcile();

        assertThat(done.reconciled()).isOne();
        assertThat(events()).endsWith("0|7|0|updated 1|7|0|reconciled");
        assertThat(inventory()).isEqualTo("active|another 7|7|1");
    }

    @Test
    void keyThatIsGoneFromTheTableGetsAnEnd() {
        deliver(1, 2, 3, 4, 5, 6);
        life.removeItem(keyId);

        Reconciliation done = reconcile();

        assertThat(done.gaps()).containsExactly(gap(6, 6, "the key is gone from the table, and no event says so"));
        assertThat(events()).endsWith("0|6|0|updated 0|6|2|reconciled");
        assertThat(inventory()).isEqualTo("removed|name 6|6|0");
        assertThat(ledger.rows("SELECT changes FROM event WHERE action = 'reconciled'"))
                .containsExactly("{\"gap\":{\"from_version\":6,\"to_version\":6},"
                        + "\"status\":{\"before\":\"active\",\"after\":\"removed\"}}");
    }

    @Test
    void keyThatCameBackAfterItsEndBeginsAnEpoch() {
        Map<String, AttributeValue> backup = item();
        life.removeItem(keyId);
        deliver(1, 2, 3, 4, 5, 6, 7);
        assertThat(events()).endsWith("0|6|2|removed");
        restore(backup);

        reconcile();

        assertThat(events()).endsWith("0|6|2|removed 1|6|0|reconciled");
        assertThat(inventory()).isEqualTo("active|name 6|6|1");
    }

    @Test
    void changesOfAKeyThatCameBackAreLinkedInTheirEpoch() {
        Map<String, AttributeValue> backup = item();
        life.removeItem(keyId);
        deliver(1, 2, 3, 4, 5, 6, 7);
        restore(backup);
        deliverFrom(9, () -> life.update(keyId, AskedChange.ofKey().name("name 7")));
        assertThat(ledger.rows("SELECT pending FROM chain_head WHERE key_id = '" + keyId.value() + "'"))
                .containsExactly("1");

        reconcile();

        assertThat(events()).endsWith("0|6|2|removed 1|6|0|reconciled 1|7|0|updated");
        assertThat(inventory()).isEqualTo("active|name 7|7|1");
    }

    @Test
    void deletionThatNeverCameIsTakenFromTheTable() {
        deliver(1, 2, 3, 4, 5, 6);
        life.core.revoker.delete(life.admin, keyId.value(), Optional.empty(), Core.origin());
        life.core.clock.advance(Duration.ofDays(2));

        reconcile();

        assertThat(ledger.rows("SELECT changes FROM event WHERE action = 'reconciled'"))
                .containsExactly("{\"gap\":{\"from_version\":7,\"to_version\":7},"
                        + "\"status\":{\"before\":\"active\",\"after\":\"deleted\"}}");
        assertThat(inventory()).startsWith("deleted|null|7");
    }

    @Test
    void keyWithADeadLetterWaitsForItsReplay() {
        deliver(1, 2, 4, 5, 6);
        ledger.get(StoredDeadLetters.class)
                .put(new DeadLetter("3", "put aside", Instant.EPOCH, records().get(2)));

        Reconciliation done = reconciler().run(DAY);

        assertThat(done.reconciled()).isZero();
        assertThat(done.gaps()).containsExactly(gap(3, 3, "a dead letter of the key waits: replay it first"));
        assertThat(events()).isEqualTo("0|1|0|issued 0|2|0|updated");
    }

    /** Reconciles, and holds that nothing is left to do, and that the ledger is in order. */
    private Reconciliation reconcile() {
        Reconciliation done = reconciler().run(DAY);
        Reconciliation again = reconciler().run(DAY);
        assertThat(again.reconciled()).isZero();
        assertThat(again.gaps()).isEmpty();
        assertInOrder();
        return done;
    }

    private void assertInOrder() {
        assertThat(ledger.get(ChainVerifier.class).verify(Optional.empty()).finding())
                .isEmpty();
    }

    /** Delivers all of the other keys, and these versions of the key. */
    private void deliver(int... versions) {
        List<String> records = records();
        List<String> others = life.keyStream.all().stream()
                .filter(record -> !record.contains(keyId.value()))
                .toList();
        assertThat(ledger.get(RecordWriter.class).write(others)).isEmpty();
        assertThat(ledger.get(RecordWriter.class)
                        .write(IntStream.of(versions)
                                .mapToObj(version -> records.get(version - 1))
                                .toList()))
                .isEmpty();
    }

    /** Delivers what the stream tells of the key from this record on, after this change. */
    private void deliverFrom(int number, Runnable change) {
        change.run();
        List<String> records = records();
        assertThat(ledger.get(RecordWriter.class).write(records.subList(number - 1, records.size())))
                .isEmpty();
    }

    private List<String> records() {
        return life.keyStream.all().stream()
                .filter(record -> record.contains(keyId.value()))
                .toList();
    }

    private Map<String, AttributeValue> item() {
        return life.core
                .dynamoDb
                .getItem(get ->
                        get.tableName(life.core.keysTable).key(Map.of("key_id", AttributeValue.fromS(keyId.value()))))
                .item();
    }

    private void restore(Map<String, AttributeValue> item) {
        life.core.dynamoDb.putItem(put -> put.tableName(life.core.keysTable).item(item));
    }

    private String events() {
        return String.join(
                " ",
                ledger.rows("SELECT epoch, version, step, action FROM event WHERE key_id = '" + keyId.value()
                        + "' AND link IS NOT NULL ORDER BY created_at, epoch, version, step"));
    }

    private String inventory() {
        return ledger.rows("SELECT status, name, version, epoch FROM api_key WHERE key_id = '" + keyId.value() + "'")
                .getFirst();
    }

    private Gap gap(long from, long to, String detail) {
        return new Gap(keyId.value(), from, to, detail);
    }

    @SuppressWarnings("unchecked")
    private Reconciler reconciler() {
        TransactionOperations<Connection> transactions = ledger.get(TransactionOperations.class);
        KeyReconciler keys = new KeyReconciler(
                ledger.get(Histories.class),
                ledger.get(KeyTableReader.class),
                ledger.get(LedgerWriter.class),
                ledger.get(Inventory.class),
                ledger.get(InventoryRepository.class),
                transactions,
                life.core.clock);
        return new Reconciler(
                ledger.get(Histories.class),
                ledger.get(KeyTableReader.class),
                ledger.get(DeadLetterKeys.class),
                keys,
                life.core.clock);
    }
}
