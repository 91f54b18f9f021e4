package dev.keysmith.local;

import dev.keysmith.local.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the ledger is kept.
 *
 * @param directory the folder of all of it
 */
record LedgerFiles(Path directory) {

    /** The database. */
    Path postgresql() {
        return directory.resolve("postgresql");
    }

    /** Dead letters and checkpoints. */
    Path store() {
        return directory.resolve("ledger");
    }

    /** How far the tables' streams were consumed. */
    Path positions() {
        return directory.resolve("streams.json");
    }

    /** Makes the folders, where they are not there yet. */
    void ensure() throws IOException {
        PrivateFiles.createDirectory(directory);
        PrivateFiles.createDirectory(store());
    }

    /** Empties all of it. */
    void delete() throws IOException {
        PrivateFiles.deleteTree(postgresql());
        PrivateFiles.deleteTree(store());
        Files.deleteIfExists(positions());
    }
}
