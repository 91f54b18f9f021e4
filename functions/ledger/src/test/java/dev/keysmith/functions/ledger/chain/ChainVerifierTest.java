package dev.keysmith.functions.ledger.chain;

import static dev.keysmith.functions.ledger.testing.TestEvents.change;
import static dev.keysmith.functions.ledger.testing.TestEvents.event;
import static dev.keysmith.functions.ledger.testing.TestEvents.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.functions.ledger.chain.Finding.Kind;
import dev.keysmith.functions.ledger.event.EventAction;
import dev.keysmith.functions.ledger.event.EventPosition.Step;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.objects.ObjectName;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import dev.keysmith.functions.ledger.testing.TestLedger;
import dev.keysmith.functions.ledger.testing.TestSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three keys with five versions each; the second expired at its third version, and its record was removed at the end. */
final class ChainVerifierTest {

    @TempDir
    private static Path folder;

    private static TamperedLedger ledger;

    @BeforeAll
    static void start() {
        ledger = new TamperedLedger(new TestLedger(Map.of("keysmith.ledger-store", "file://" + folder)));
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @BeforeEach
    void fill() {
        ledger.clear();
        for (int key = 1; key <= 3; key++) {
            for (int version = 1; version <= 5; version++) {
                ledger.append(change(key, version));
                if (key == 2 && version == 3) {
                    ledger.append(event(key, version, Step.EXPIRY, EventAction.EXPIRED));
                }
            }
        }
        ledger.append(event(2, 5, Step.END, EventAction.PURGED));
    }

    @Test
    void untouchedLedgerIsInOrder() {
        assertThat(verify()).isEqualTo(new Verification(3, 17, Optional.empty()));
        assertThat(verify(checkpoint())).isEqualTo(new Verification(3, 17, Optional.empty()));
    }

    @Test
    void emptyLedgerIsInOrder() {
        ledger.clear();

        assertThat(verify(checkpoint())).isEqualTo(new Verification(0, 0, Optional.empty()));
    }

    @Test
    void ledgerOfSeveralPagesIsReadToItsEnd() {
        ledger.clear();
        LedgerEvent[] events = IntStream.rangeClosed(1, 1_100)
                .boxed()
                .flatMap(key -> Stream.of(change(key, 1), change(key, 2)))
                .toArray(LedgerEvent[]::new);
        ledger.append(events);
        byte[] checkpoint = checkpoint();

        assertThat(verify(checkpoint)).isEqualTo(new Verification(1_100, 2_200, Optional.empty()));

        ledger.sql("UPDATE event SET actor = 'x' WHERE key_id = '%s' AND version = 2".formatted(key(1_100)));
        assertFinding(verify(), Kind.ALTERED, 1_100, 2);
    }

    @Test
    void pagesAreReadFromAnIndexWhateverThePlan() {
        ledger.sql("""
                INSERT INTO event SELECT lpad(md5(n::text), 16), created_at, 0, n, 0, action, owner, actor, actor_owner, source_ip,
                    request_id, reason, at, changes, hmac_key, seal, link
                FROM event, generate_series(1, 20000) n WHERE key_id = '%s' AND version = 1""".formatted(key(1)));
        ledger.sql("ANALYZE event");

        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            List<String> plan = ledger.plan(mode, """
                    SELECT * FROM event
                    WHERE (key_id, created_at, epoch, version, step) > ($1, $2, $3, $4, $5)
                    ORDER BY key_id, created_at, epoch, version, step LIMIT 1000""", "('5', now(), 0, 1, 0)");
            assertThat(plan).as(mode).anyMatch(line -> line.contains("Index Scan using event_pkey"));
            assertThat(plan).as(mode).noneMatch(line -> line.contains("Sort") || line.contains("Seq Scan"));
        }
    }

    @Test
    void ledgerThatGrewMatchesAnOlderCheckpoint() {
        byte[] checkpoint = checkpoint();

        ledger.append(change(1, 6), change(4, 1));

        assertThat(verify(checkpoint)).isEqualTo(new Verification(4, 19, Optional.empty()));
    }

    @Test
    void ledgerOfTwoKeysOfTheSecretIsInOrder() {
        TestSecrets secrets = ledger.get(TestSecrets.class);
        String before = secrets.fetch("ledger");
        byte[] checkpoint = checkpoint();
        secrets.set(
                "ledger",
                LedgerSecret.parse(before)
                        .with(Pepper.random(2, Instant.parse("2026-01-02T00:00:00Z"), new SecureRandom()))
                        .toText());
        try (TestLedger rotated = new TestLedger(Map.of("keysmith.ledger-store", "file://" + folder))) {
            // Another instance, which has not held the secret yet, on the same database.
            TestSecrets its = rotated.get(TestSecrets.class);
            its.set("ledger", secrets.fetch("ledger"));
            its.set("database", secrets.fetch("database"));
            TamperedLedger grown = new TamperedLedger(rotated);
            grown.append(change(1, 6), change(3, 6), change(4, 1));

            assertThat(rotated.get(EventSealer.class).activeKey()).isEqualTo(2);
            assertThat(rotated.get(ChainVerifier.class).verify(Optional.of(checkpoint)))
                    .isEqualTo(new Verification(4, 20, Optional.empty()));
            grown.sql("UPDATE event SET actor = 'nobody' WHERE key_id = '%s' AND version = 6".formatted(key(3)));
            assertThat(rotated.get(ChainVerifier.class)
                            .verify(Optional.empty())
                            .finding()
                            .map(Finding::version))
                    .hasValue(Optional.of(6L));
        } finally {
            secrets.set("ledger", before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key_id = '0000000000000009'",
                "key_id = '0000000000000000'",
                "key_id = 'nonsense'",
                "created_at = created_at + interval '1 second'",
                "created_at = created_at - interval '1 day'",
                "created_at = created_at + interval '1 microsecond'",
                "epoch = 1",
                "epoch = -1",
                "version = version + 100",
                "version = -1",
                "step = 1",
                "step = 7",
                "action = 'refreshed'",
                "action = 'nonsense'",
                "owner = 'other'",
                "owner = ''",
                "actor = 'deployment'",
                "actor_owner = NULL",
                "actor_owner = 'other'",
                "source_ip = '198.51.100.1'",
                "request_id = 'another'",
                "reason = NULL",
                "reason = ''",
                "at = at + interval '1 millisecond'",
                "at = at + interval '1 microsecond'",
                "changes = '{\"name\": {\"after\": \"another\"}}'",
                "changes = concat(changes::text, ' ')::json",
                "hmac_key = 2",
                "seal = sha256('x')",
                "seal = '\\x00'",
                "link = sha256('x')",
                "link = NULL"
            })
    void changedColumnIsNamed(String change) {
        for (int version = 1; version <= 5; version++) {
            fill();
            assertThat(ledger.sql("UPDATE event SET %s WHERE key_id = '%s' AND version = %d AND step = 0"
                            .formatted(change, key(3), version)))
                    .isOne();

            assertFinding(verify(), Kind.ALTERED, 3, version);
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4"})
    void eventThatIsMissingInTheMiddleIsNamed(int version) {
        ledger.sql("DELETE FROM event WHERE key_id = '%s' AND version = %d".formatted(key(1), version));

        assertFinding(verify(), Kind.MISSING, 1, version);
    }

    @Test
    void firstEventThatIsMissingIsNamed() {
        ledger.sql("DELETE FROM event WHERE key_id = '%s' AND version = 1".formatted(key(2)));

        assertFinding(verify(), Kind.MISSING, 2, 1);
    }

    @Test
    void expiryThatIsMissingIsNamed() {
        ledger.sql("DELETE FROM event WHERE key_id = '%s' AND step = 1".formatted(key(2)));

        assertFinding(verify(), Kind.MISSING, 2, 3);
    }

    @Test
    void eventThatOthersWaitForIsNamed() {
        ledger.append(change(3, 8), change(3, 7));

        Verification verification = verify();

        assertFinding(verification, Kind.MISSING, 3, 6);
        assertThat(verification.finding().orElseThrow().detail()).contains("version 7 waits for it");
    }

    @Test
    void waitingEventsThatAreMissingAreNamed() {
        ledger.append(change(3, 7));
        ledger.sql("DELETE FROM event WHERE version = 7");

        assertFinding(verify(), Kind.MISSING, Optional.of(key(3)), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 3", "1, 5", "4, 5"})
    void exchangedEventsOfAKeyAreNamed(int one, int other) {
        ledger.sql("""
                UPDATE event SET version = CASE version WHEN %1$d THEN -%2$d ELSE -%1$d END
                WHERE key_id = '%3$s' AND version IN (%1$d, %2$d)""".formatted(one, other, key(1)));
        ledger.sql("UPDATE event SET version = -version WHERE version < 0");

        assertFinding(verify(), Kind.REORDERED, 1, one);
    }

    @Test
    void exchangedContentsOfAKeyAreNamed() {
        ledger.sql("""
                UPDATE event a SET request_id = b.request_id, reason = b.reason, at = b.at, changes = b.changes, seal = b.seal
                FROM event b WHERE a.key_id = '%s' AND a.version IN (2, 3) AND b.key_id = a.key_id
                    AND b.version = 5 - a.version""".formatted(key(1)));

        assertFinding(verify(), Kind.REORDERED, 1, 2);
    }

    @Test
    void exchangedContentsWithoutSealsAreNamed() {
        ledger.sql("""
                UPDATE event a SET request_id = b.request_id, reason = b.reason, at = b.at, changes = b.changes
                FROM event b WHERE a.key_id = '%s' AND a.version IN (2, 3) AND b.key_id = a.key_id
                    AND b.version = 5 - a.version""".formatted(key(1)));

        assertFinding(verify(), Kind.REORDERED, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "2, 4", "5, 5", "1, 5"})
    void exchangedEventsOfTwoKeysAreNamed(int one, int other) {
        ledger.sql("UPDATE event SET key_id = 'x', version = %d WHERE key_id = '%s' AND version = %d"
                .formatted(other, key(1), one));
        ledger.sql("UPDATE event SET key_id = '%s', version = %d WHERE key_id = '%s' AND version = %d"
                .formatted(key(1), one, key(3), other));
        ledger.sql("UPDATE event SET key_id = '%s' WHERE key_id = 'x'".formatted(key(3)));

        assertFinding(verify(), Kind.REORDERED, 1, one);
    }

    @ParameterizedTest
    @CsvSource({"6, 0, 0", "9, 0, 0", "5, 1, 0", "5, 2, 0", "6, 0, 1", "3, 0, 1", "2, 1, 0"})
    void copiedEventIsNamed(int version, int step, int epoch) {
        copy(2, version, step, epoch);

        assertFinding(verify(), Kind.APPENDED, 3, version);
    }

    @Test
    void copiedEventWithTheHeadMovedAlongIsNamed() {
        copy(2, 6, 0, 0);
        ledger.sql("""
                UPDATE chain_head h SET version = 6, length = 6, link = e.link FROM event e
                WHERE h.key_id = '%1$s' AND e.key_id = '%1$s' AND e.version = 6""".formatted(key(3)));

        assertFinding(verify(), Kind.APPENDED, 3, 6);
    }

    @Test
    void forgedEventWithTheHeadMovedAlongIsNamed() {
        copy(5, 6, 0, 0);
        ledger.sql("UPDATE event SET reason = 'forged', seal = sha256('a'), link = sha256('b') WHERE version = 6");
        ledger.sql("UPDATE chain_head SET version = 6, length = 6, link = sha256('b') WHERE key_id = '%s'"
                .formatted(key(3)));

        assertFinding(verify(), Kind.APPENDED, 3, 6);
    }

    @Test
    void forgedKeyIsNamed() {
        ledger.sql("""
                INSERT INTO event SELECT '%s', created_at, epoch, version, step, action, owner, actor, actor_owner, source_ip,
                    'forged', reason, at, changes, hmac_key, sha256('a'), sha256('b') FROM event
                WHERE key_id = '%s' AND version = 1""".formatted(key(0), key(3)));
        ledger.sql("""
                INSERT INTO chain_head SELECT '%s', created_at, epoch, version, step, 1, 1, link FROM event
                WHERE key_id = '%s'""".formatted(key(0), key(0)));

        assertFinding(verify(), Kind.APPENDED, 0, 1);
    }

    @Test
    void forgedEventBetweenOthersIsNamed() {
        copy(2, 2, 1, 0);
        ledger.sql(
                "UPDATE event SET action = 'expired', seal = sha256('a'), link = sha256('b') WHERE version = 2 AND step = 1");

        assertFinding(verify(), Kind.APPENDED, 3, 2);
    }

    @Test
    void eventThatIsSealedWithAnotherKeyIsNamed() {
        ledger.sql(
                "UPDATE event SET reason = 'forged', seal = sha256('a'), link = sha256('b') WHERE key_id = '%s' AND version = 3"
                        .formatted(key(1)));

        assertFinding(verify(), Kind.ALTERED, 1, 3);
    }

    @Test
    void lastEventThatIsSealedWithAnotherKeyIsNamed() {
        byte[] checkpoint = checkpoint();
        ledger.sql(
                "UPDATE event SET reason = 'forged', seal = sha256('a'), link = sha256('b') WHERE key_id = '%s' AND version = 5"
                        .formatted(key(1)));
        ledger.sql("UPDATE chain_head SET link = sha256('b') WHERE key_id = '%s'".formatted(key(1)));

        assertFinding(verify(), Kind.APPENDED, 1, 5);
        assertFinding(verify(checkpoint), Kind.ALTERED, 1, 5);
    }

    @Test
    void truncatedTailIsNamed() {
        ledger.sql("DELETE FROM event WHERE key_id = '%s' AND version > 3".formatted(key(1)));

        assertFinding(verify(), Kind.TRUNCATED, 1, 5);
    }

    @Test
    void keyWithoutEventsIsNamed() {
        ledger.sql("DELETE FROM event WHERE key_id = '%s'".formatted(key(1)));

        assertFinding(verify(), Kind.TRUNCATED, 1, 5);
    }

    @Test
    void truncatedTailWithTheHeadMovedBackIsSeenByTheCheckpoint() {
        byte[] checkpoint = checkpoint();
        ledger.sql("DELETE FROM event WHERE key_id = '%s' AND version > 3".formatted(key(3)));
        ledger.sql("""
                UPDATE chain_head h SET version = 3, length = 3, link = e.link FROM event e
                WHERE h.key_id = '%1$s' AND e.key_id = '%1$s' AND e.version = 3""".formatted(key(3)));

        assertThat(verify().isOk()).isTrue();
        assertFinding(verify(checkpoint), Kind.TRUNCATED, 3, 5);
    }

    @Test
    void removedKeyIsSeenByTheCheckpoint() {
        byte[] checkpoint = checkpoint();
        ledger.sql("DELETE FROM event WHERE key_id = '%s'".formatted(key(2)));
        ledger.sql("DELETE FROM chain_head WHERE key_id = '%s'".formatted(key(2)));

        assertThat(verify().isOk()).isTrue();
        assertFinding(verify(checkpoint), Kind.TRUNCATED, 2, 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version = 4",
                "step = 9",
                "created_at = created_at - interval '1 hour'",
                "epoch = -1",
                "epoch_from = 4",
                "length = 4",
                "link = sha256('x')",
                "link = NULL",
                "version = NULL"
            })
    void changedHeadIsNamed(String change) {
        ledger.sql("UPDATE chain_head SET %s WHERE key_id = '%s'".formatted(change, key(3)));

        Finding finding = verify().finding().orElseThrow();
        assertThat(finding.kind()).isEqualTo(Kind.ALTERED);
        assertThat(finding.keyId()).hasValue(key(3));
    }

    @Test
    void missingHeadIsNamed() {
        ledger.sql("DELETE FROM chain_head WHERE key_id = '%s'".formatted(key(2)));

        assertFinding(verify(), Kind.ALTERED, 2, 5);
    }

    @Test
    void firstFaultIsNamed() {
        ledger.sql("UPDATE event SET actor = 'x' WHERE key_id = '%s' AND version = 2".formatted(key(3)));
        ledger.sql("UPDATE event SET actor = 'x' WHERE key_id = '%s' AND version = 4".formatted(key(2)));
        ledger.sql("DELETE FROM event WHERE key_id = '%s' AND version = 3 AND step = 0".formatted(key(2)));

        assertFinding(verify(), Kind.MISSING, 2, 3);
    }

    @Test
    void changedCheckpointIsNamed() {
        String checkpoint = new String(checkpoint(), StandardCharsets.UTF_8);
        assertThat(verify(bytes(checkpoint)).isOk()).isTrue();

        for (String changed : new String[] {
            checkpoint.replace("\"events\":17", "\"events\":16"),
            checkpoint.replace("\"length\":7", "\"length\":8"),
            checkpoint.replaceFirst("\\{\"key_id\":\"%s\"[^}]*\\},".formatted(key(1)), ""),
            checkpoint.replaceFirst("\"version\":5", "\"version\":4"),
            checkpoint.replaceFirst("\"at\":\"20", "\"at\":\"19"),
            checkpoint.replace("\"hmac_key\":1", "\"hmac_key\":2"),
            checkpoint.substring(0, checkpoint.length() - 1),
            checkpoint + "{}",
            "{}",
            "",
            "nonsense"
        }) {
            assertThat(changed).isNotEqualTo(checkpoint);
            assertFinding(verify(bytes(changed)), Kind.ALTERED, Optional.empty(), Optional.empty());
        }
    }

    @Test
    void newestCheckpointIsFound() {
        Checkpoints checkpoints = ledger.get(Checkpoints.class);
        Checkpoints.Stored first = checkpoints.make();
        ledger.append(change(3, 6));

        Checkpoints.Stored second = makeAfter(first);

        assertThat(first.checkpoint().keys()).isEqualTo(3);
        assertThat(first.checkpoint().events()).isEqualTo(17);
        assertThat(second.checkpoint().events()).isEqualTo(18);
        assertThat(second.name().value()).matches("checkpoints/[0-9]{17}\\.json");
        ObjectStore objects = ledger.get(ObjectStore.class);
        objects.put(new ObjectName("checkpoints/zz-brought-back.json"), checkpoint());
        assertThat(checkpoints.findNewest()).hasValue(second.name());
    }

    /** Copies an event of the third key to another position. */
    private static void copy(int from, int version, int step, int epoch) {
        ledger.sql("""
                INSERT INTO event SELECT key_id, created_at, %d, %d, %d, action, owner, actor, actor_owner, source_ip,
                    request_id, reason, at, changes, hmac_key, seal, link FROM event
                WHERE key_id = '%s' AND version = %d AND step = 0""".formatted(epoch, version, step, key(3), from));
    }

    private static Checkpoints.Stored makeAfter(Checkpoints.Stored first) {
        Checkpoints.Stored next = first;
        while (next.name().equals(first.name())) {
            next = ledger.get(Checkpoints.class).make();
        }
        return next;
    }

    private static byte[] checkpoint() {
        return ledger.get(CheckpointWriter.class)
                .write(Instant.parse("2026-11-21T12:00:00.123Z"))
                .content();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Verification verify() {
        return ledger.get(ChainVerifier.class).verify(Optional.empty());
    }

    private static Verification verify(byte[] checkpoint) {
        return ledger.get(ChainVerifier.class).verify(Optional.of(checkpoint));
    }

    private static void assertFinding(Verification verification, Kind kind, int key, long version) {
        assertFinding(verification, kind, Optional.of(key(key)), Optional.of(version));
    }

    private static void assertFinding(
            Verification verification, Kind kind, Optional<String> keyId, Optional<Long> version) {
        assertThat(verification.isOk()).isFalse();
        Finding finding = verification.finding().orElseThrow();
        assertThat(finding)
                .as(finding.toString())
                .extracting(Finding::kind, Finding::keyId, Finding::version)
                .containsExactly(kind, keyId, version);
    }
}
