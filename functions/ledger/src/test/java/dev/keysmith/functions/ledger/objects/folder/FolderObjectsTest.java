package dev.keysmith.functions.ledger.objects.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import dev.keysmith.functions.ledger.objects.ObjectStoreContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderObjectsTest extends ObjectStoreContractTest {

    @TempDir
    private Path parent;

    @Override
    protected ObjectStore store() {
        return new FolderObjects(parent.resolve("a/ledger"));
    }

    @Test
    void filesAndFoldersAreTheirOwnersAlone() throws IOException {
        store().put(name("dead-letters/1.json"), bytes("1"));

        assertThat(mode(parent.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(parent.resolve("a/ledger/dead-letters"))).isEqualTo("rwx------");
        assertThat(mode(parent.resolve("a/ledger/dead-letters/1.json"))).isEqualTo("rw-------");
    }

    @Test
    void whatACrashLeftIsNotListed() throws IOException {
        ObjectStore store = store();
        store.put(name("dead-letters/1.json"), bytes("1"));
        Files.writeString(parent.resolve("a/ledger/dead-letters/.123.new"), "half");

        assertThat(store.list("dead-letters")).containsExactly(name("dead-letters/1.json"));
    }

    @Test
    void folderThatCannotBeReadIsNoEmptyOne() throws IOException {
        ObjectStore store = store();
        Files.createDirectories(parent.resolve("a/ledger"));
        Files.writeString(parent.resolve("a/ledger/dead-letters"), "a file in the folder's place");

        assertThatThrownBy(() -> store.list("dead-letters")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.find(name("dead-letters/1.json"))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.put(name("dead-letters/1.json"), bytes("1")))
                .isInstanceOf(UnavailableException.class);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
