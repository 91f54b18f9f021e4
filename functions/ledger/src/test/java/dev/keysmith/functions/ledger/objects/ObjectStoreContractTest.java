package dev.keysmith.functions.ledger.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every store of objects does. */
public abstract class ObjectStoreContractTest {

    /** An empty store. */
    protected abstract ObjectStore store();

    @Test
    void storedObjectIsFound() {
        ObjectStore store = store();
        byte[] content = {0, 1, -1, '\n', 'x'};

        store.put(name("checkpoints/1.json"), content);

        assertThat(store.find(name("checkpoints/1.json"))).hasValue(content);
    }

    @Test
    void emptyObjectIsFound() {
        ObjectStore store = store();

        store.put(name("checkpoints/1.json"), new byte[0]);

        assertThat(store.find(name("checkpoints/1.json"))).hasValue(new byte[0]);
    }

    @Test
    void largeObjectIsFoundWhole() {
        ObjectStore store = store();
        byte[] content = "0123456789abcdef".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);

        store.put(name("checkpoints/1.json"), content);

        assertThat(store.find(name("checkpoints/1.json"))).hasValue(content);
    }

    @Test
    void objectThatWasNeverStoredIsAbsent() {
        ObjectStore store = store();
        assertThat(store.find(name("checkpoints/1.json"))).isEmpty();

        store.put(name("checkpoints/2.json"), bytes("2"));

        assertThat(store.find(name("checkpoints/1.json"))).isEmpty();
        assertThat(store.find(name("dead-letters/2.json"))).isEmpty();
    }

    @Test
    void objectTakesThePlaceOfAnotherOfItsName() {
        ObjectStore store = store();
        store.put(name("dead-letters/1.json"), bytes("a longer one"));

        store.put(name("dead-letters/1.json"), bytes("short"));

        assertThat(store.find(name("dead-letters/1.json"))).hasValue(bytes("short"));
        assertThat(store.list("dead-letters")).containsExactly(name("dead-letters/1.json"));
    }

    @Test
    void folderIsListedInTheOrderOfNames() {
        ObjectStore store = store();
        // More than S3 tells at once.
        for (int i = 1_100; i > 0; i--) {
            store.put(name("dead-letters/%d.json".formatted(i)), bytes("x"));
        }
        store.put(name("checkpoints/1.json"), bytes("x"));
        store.put(name("dead-letters-of-others/1.json"), bytes("x"));

        assertThat(store.list("dead-letters"))
                .hasSize(1_100)
                .isSorted()
                .startsWith(name("dead-letters/1.json"), name("dead-letters/10.json"), name("dead-letters/100.json"));
        assertThat(store.list("checkpoints")).containsExactly(name("checkpoints/1.json"));
        assertThat(store.list("nothing")).isEmpty();
    }

    @Test
    void deletedObjectIsGone() {
        ObjectStore store = store();
        store.put(name("dead-letters/1.json"), bytes("1"));
        store.put(name("dead-letters/2.json"), bytes("2"));

        store.delete(name("dead-letters/1.json"));
        store.delete(name("dead-letters/1.json"));
        store.delete(name("nothing/1.json"));

        assertThat(store.find(name("dead-letters/1.json"))).isEmpty();
        assertThat(store.list("dead-letters")).containsExactly(name("dead-letters/2.json"));
    }

    protected static ObjectName name(String text) {
        return new ObjectName(text);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
