package dev.keysmith.functions.ledger.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.functions.ledger.RecordWriter;
import dev.keysmith.functions.ledger.chain.ChainVerifier;
import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.StoredDeadLetters;
import dev.keysmith.functions.ledger.testing.Life;
import dev.keysmith.functions.ledger.testing.TestLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterReplayTest {

    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path folder;

    private final Life life = new Life();
    private TestLedger ledger;
    private KeyId keyId;
    private List<String> records;

    @BeforeEach
    void putAside() {
        ledger = new TestLedger(settings());
        keyId = life.issue().keyId();
        life.update(keyId, AskedChange.ofKey().name("second"));
        life.update(keyId, AskedChange.ofKey().name("third"));
        life.update(keyId, AskedChange.ofKey().name("fourth"));
        records = life.keyStream.all().stream()
                .filter(record -> record.contains(keyId.value()))
                .toList();
        // The second and third version are put aside, the fourth waits for them.
        ledger.get(RecordWriter.class).write(List.of(records.get(0), records.get(3)));
        letters().put(new DeadLetter("3", "put aside", AT, records.get(2)));
        letters().put(new DeadLetter("2", "put aside", AT, records.get(1)));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void letterThatIsStoredNowIsRemoved() {
        assertThat(versions()).containsExactly("1");

        assertThat(replay().all()).isEqualTo(new DeadLetterReplay.Replayed(2, List.of()));

        assertThat(versions()).containsExactly("1", "2", "3", "4");
        assertThat(letters().ids()).isEmpty();
        assertThat(ledger.get(ChainVerifier.class).verify(Optional.empty()).isOk())
                .isTrue();
    }

    @Test
    void oneLetterIsReplayedAlone() {
        assertThat(replay().one("2")).hasValue(new DeadLetterReplay.Replayed(1, List.of()));

        assertThat(versions()).containsExactly("1", "2");
        assertThat(letters().ids()).containsExactly("3");
        assertThat(replay().one("2")).isEmpty();
    }

    @Test
    void letterThatStillCannotBeStoredStays() {
        letters().put(new DeadLetter("1", "put aside", AT, "{\"eventName\": \"MODIFY\"}"));

        DeadLetterReplay.Replayed replayed = replay().all();

        assertThat(replayed.count()).isEqualTo(2);
        assertThat(replayed.failed())
                .containsExactly(new DeadLetterReplay.Failed("1", "the record has no eventSourceARN"));
        assertThat(letters().ids()).containsExactly("1");
    }

    private List<String> versions() {
        return ledger.rows("SELECT version FROM event WHERE link IS NOT NULL ORDER BY version");
    }

    private StoredDeadLetters letters() {
        return ledger.get(StoredDeadLetters.class);
    }

    private DeadLetterReplay replay() {
        return ledger.get(DeadLetterReplay.class);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = life.settings();
        settings.put("keysmith.ledger-store", "file://" + folder);
        return settings;
    }
}
