package dev.keysmith.functions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.ledger.testing.Life;
import dev.keysmith.functions.ledger.testing.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records of real tables' streams, stored in a real PostgreSQL. */
final class RecordWriterTest {

    private static final String EVENTS = "SELECT * FROM event ORDER BY key_id, created_at, epoch, version, step";
    private static final String HEADS = "SELECT * FROM chain_head ORDER BY key_id";
    private static final String KEYS = "SELECT * FROM api_key ORDER BY key_id";
    private static final String USAGE = "SELECT * FROM usage_day ORDER BY key_id, day";

    private final Life life = new Life();

    @Test
    void everyOperationOfAKeyIsAnEventInItsOrderWithActorAndReason() {
        KeyId keyId = life.full();
        try (TestLedger ledger = new TestLedger(life.settings())) {
            assertThat(store(ledger, life.keyStream.all())).isEmpty();

            String admin = life.admin.keyId().value();
            assertThat(ledger.rows("SELECT version, action, owner, actor, actor_owner, reason, source_ip FROM event"
                            + " WHERE key_id = '" + keyId.value() + "' ORDER BY version, step"))
                    .containsExactly(
                            "1|issued|acme|" + admin + "|root|null|192.0.2.1",
                            "2|updated|acme|" + admin + "|root|null|192.0.2.1",
                            "3|rotated|acme|" + admin + "|root|null|192.0.2.1",
                            "4|grace_finished|acme|" + admin + "|root|null|192.0.2.1",
                            "5|token_revoked|acme|" + keyId.value() + "|acme|null|192.0.2.1",
                            "6|refreshed|acme|" + keyId.value() + "|acme|null|192.0.2.1",
                            "7|revoked|acme|" + admin + "|root|left the company|192.0.2.1",
                            "8|deleted|acme|" + admin + "|root|cleaning up|192.0.2.1");
            assertThat(ledger.rows("SELECT changes FROM event WHERE action = 'updated'"))
                    .containsExactly("{\"name\":{\"before\":\"first name\",\"after\":\"second name\"},"
                            + "\"scopes\":{\"before\":[\"chat:read\",\"chat:write\"],\"after\":[\"chat:read\"]}}");
            assertThat(ledger.rows("SELECT changes FROM event WHERE action = 'deleted'"))
                    .containsExactly("{\"status\":{\"before\":\"revoked\",\"after\":\"deleted\"}}");
            assertThat(ledger.rows(
                            "SELECT length, pending, version FROM chain_head WHERE key_id = '" + keyId.value() + "'"))
                    .containsExactly("8|0|8");
            assertThat(ledger.rows("SELECT status, name FROM api_key WHERE key_id = '" + keyId.value() + "'"))
                    .containsExactly("deleted|null");
        }
    }

    @Test
    void firstAdminKeyIsTheDeployments() {
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, life.keyStream.all());

            assertThat(ledger.rows("SELECT action, owner, actor, actor_owner FROM event"))
                    .containsExactly("issued|root|deployment|null");
        }
    }

    @Test
    void importedKeyHasAnEventOfItsOwn() {
        KeyId keyId = life.importKey("kaa_" + "0a".repeat(32));
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, life.keyStream.all());

            assertThat(ledger.rows("SELECT action FROM event WHERE key_id = '" + keyId.value() + "'"))
                    .containsExactly("imported");
        }
    }

    @Test
    void noHashAndNoSecretGetsIntoTheDatabase() {
        ApiKey key = life.issue();
        life.rotate(key.keyId());
        byte[] hash = Attributes.readBytes(life.core.item(key.keyId()), "hash");
        byte[] previous = Attributes.readBytes(life.core.item(key.keyId()), "previous_hash");
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, life.keyStream.all());

            String all = String.join("\n", dump(ledger));
            for (byte[] bytes : List.of(hash, previous)) {
                assertThat(all)
                        .doesNotContain(Base64.getEncoder().encodeToString(bytes))
                        .doesNotContain(HexFormat.of().formatHex(bytes));
            }
            assertThat(all)
                    .doesNotContain(key.reveal())
                    .doesNotContain("pepper")
                    .contains(key.keyId().value());
        }
    }

    @Test
    void repeatedInterleavedAndReorderedDeliveryEndsInTheSameRows() {
        for (int i = 0; i < 3; i++) {
            life.full();
        }
        KeyId expired = life.issue().keyId();
        life.core.clock.advance(Duration.ofDays(8));
        life.core.revoker.revoke(life.admin, expired.value(), Optional.of("late"), Core.origin());
        List<String> records = life.keyStream.all();
        try (TestLedger ledger = new TestLedger(life.settings())) {
            assertThat(store(ledger, records)).isEmpty();
            List<String> expected = dump(ledger);

            for (int seed = 0; seed < 40; seed++) {
                ledger.run("TRUNCATE event, chain_head, api_key, usage_day");
                deliverWildly(ledger, records, new Random(seed));

                assertThat(dump(ledger)).as("seed " + seed).isEqualTo(expected);
            }
        }
    }

    /** Every record at least once, some more often, in any order, in batches of any size. */
    private void deliverWildly(TestLedger ledger, List<String> records, Random random) {
        List<String> delivered = new ArrayList<>(records);
        for (int i = 0; i < records.size(); i++) {
            delivered.add(records.get(random.nextInt(records.size())));
        }
        Collections.shuffle(delivered, random);
        for (int from = 0; from < delivered.size(); ) {
            int to = Math.min(delivered.size(), from + 1 + random.nextInt(10));
            assertThat(store(ledger, delivered.subList(from, to))).isEmpty();
            from = to;
        }
    }

    @Test
    void expiryThatALaterChangeShowsIsAnEventDatedAtTheExpiry() {
        ApiKey key = life.issue();
        String expiresAt = life.core
                .keys
                .find(key.keyId())
                .orElseThrow()
                .metadata()
                .expiresAt()
                .toString();
        life.core.clock.advance(Duration.ofDays(8));
        life.core.revoker.revoke(life.admin, key.keyId().value(), Optional.empty(), Core.origin());
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, life.keyStream.all());

            assertThat(ledger.rows("SELECT version, step, action, actor, to_char(at AT TIME ZONE 'UTC',"
                            + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM event WHERE action = 'expired'"))
                    .containsExactly("1|1|expired|deployment|" + expiresAt);
        }
    }

    @Test
    void removalByTimeToLiveIsPurgedAndAnyOtherIsRemoved() {
        KeyId purged = life.issue().keyId();
        life.core.revoker.revoke(life.admin, purged.value(), Optional.empty(), Core.origin());
        life.removeItem(purged);
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, Life.byTimeToLive(life.keyStream.all()));
            assertThat(lastOf(ledger, purged)).isEqualTo("purged|2|2");
            assertThat(ledger.rows("SELECT status FROM api_key WHERE key_id = '" + purged.value() + "'"))
                    .containsExactly("purged");
        }
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, life.keyStream.all());
            assertThat(lastOf(ledger, purged)).isEqualTo("removed|2|2");
        }
    }

    @Test
    void keyThatIsImportedAgainBeginsANewLifeInTheSameChain() {
        String text = "kaa_" + "0b".repeat(32);
        KeyId keyId = life.importKey(text);
        life.core.clock.advance(Duration.ofDays(60));
        life.removeItem(keyId);
        life.importKey(text);
        life.update(keyId, AskedChange.ofKey().name("again"));
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, Life.byTimeToLive(life.keyStream.all()));

            assertThat(ledger.rows("SELECT action, version FROM event WHERE key_id = '" + keyId.value()
                            + "' ORDER BY created_at, epoch, version, step"))
                    .containsExactly("imported|1", "purged|1", "imported|1", "updated|2");
            assertThat(ledger.rows("SELECT length, pending FROM chain_head WHERE key_id = '" + keyId.value() + "'"))
                    .containsExactly("4|0");
            assertThat(ledger.rows("SELECT status, name FROM api_key WHERE key_id = '" + keyId.value() + "'"))
                    .containsExactly("active|again");
        }
    }

    @Test
    void eventWaitsForTheOneBeforeItAndIsLinkedThen() {
        KeyId keyId = life.issue().keyId();
        life.update(keyId, AskedChange.ofKey().name("two"));
        life.update(keyId, AskedChange.ofKey().name("three"));
        List<String> records = life.keyStream.all();
        try (TestLedger ledger = new TestLedger(life.settings())) {
            store(ledger, List.of(records.get(1), records.get(3)));
            assertThat(head(ledger, keyId)).isEqualTo("1|1|1");

            store(ledger, List.of(records.get(2)));
            assertThat(head(ledger, keyId)).isEqualTo("3|3|0");
            assertThat(ledger.rows("SELECT count(*) FROM event WHERE link IS NULL"))
                    .containsExactly("0");
        }
    }

    private static String head(TestLedger ledger, KeyId keyId) {
        return ledger.rows("SELECT version, length, pending FROM chain_head WHERE key_id = '" + keyId.value() + "'")
                .getFirst();
    }

    private static String lastOf(TestLedger ledger, KeyId keyId) {
        return ledger.rows("SELECT action, version, step FROM event WHERE key_id = '" + keyId.value()
                        + "' ORDER BY created_at, epoch, version, step")
                .getLast();
    }

    private static List<RecordWriter.Fault> store(TestLedger ledger, List<String> records) {
        return ledger.get(RecordWriter.class).write(records);
    }

    private static List<String> dump(TestLedger ledger) {
        List<String> rows = new ArrayList<>();
        List.of(EVENTS, HEADS, KEYS, USAGE).forEach(table -> rows.addAll(ledger.rows(table)));
        return rows;
    }
}
