package dev.keysmith.functions.ledger.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.functions.ledger.objects.ObjectName;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import dev.keysmith.functions.ledger.objects.folder.FolderObjects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredDeadLettersTest {

    private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123Z");

    @TempDir
    private Path folder;

    @Test
    void deadLetterReadsBackAsItWasPut() {
        StoredDeadLetters letters = letters();
        DeadLetter letter =
                new DeadLetter("000000000000000000049", "it has no version", AT, "{\"a\": \"Zoë's ☃ \\\" \\n\"}");

        letters.put(letter);

        assertThat(letters.find(letter.id())).hasValue(letter);
        assertThat(letters.all()).containsExactly(letter);
        assertThat(new FolderObjects(folder).list("dead-letters"))
                .containsExactly(new ObjectName("dead-letters/000000000000000000049.json"));
    }

    @Test
    void deadLetterThatIsPutAgainReplacesItself() {
        StoredDeadLetters letters = letters();
        letters.put(new DeadLetter("1", "one reason", AT, "{}"));

        letters.put(new DeadLetter("1", "another", AT, "{}"));

        assertThat(letters.all()).extracting(DeadLetter::reason).containsExactly("another");
    }

    @Test
    void deletedLetterIsGone() {
        StoredDeadLetters letters = letters();
        letters.put(new DeadLetter("1", "a reason", AT, "{}"));
        letters.put(new DeadLetter("2", "a reason", AT, "{}"));

        letters.delete("1");

        assertThat(letters.ids()).containsExactly("2");
        assertThat(letters.find("1")).isEmpty();
    }

    @Test
    void discardedLetterIsKeptWholeAndReplayedNoMore() {
        StoredDeadLetters letters = letters();
        letters.put(new DeadLetter("1", "a reason", AT, "{\"all\": \"of it\"}"));
        ObjectStore objects = new FolderObjects(folder);
        byte[] content = objects.find(new ObjectName("dead-letters/1.json")).orElseThrow();

        assertThat(letters.discard("1")).hasValue(new ObjectName("discarded/1.json"));

        assertThat(letters.ids()).isEmpty();
        assertThat(objects.find(new ObjectName("discarded/1.json"))).hasValue(content);
        assertThat(letters.discard("1")).isEmpty();
        assertThat(objects.find(new ObjectName("discarded/1.json"))).hasValue(content);
    }

    @Test
    void idThatIsNoNameFindsNothing() {
        assertThat(letters().find("../checkpoints/1")).isEmpty();
        assertThat(letters().discard("../checkpoints/1")).isEmpty();
    }

    @Test
    void fileThatIsNoDeadLetterIsNamedAndNotQuoted() {
        ObjectStore objects = new FolderObjects(folder);
        objects.put(new ObjectName("dead-letters/7.json"), "{\"secret\": ".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> letters().find("7"))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the dead letter 7 is not in order")
                .hasNoCause();
    }

    private StoredDeadLetters letters() {
        return new StoredDeadLetters(new FolderObjects(folder));
    }
}
