package dev.keysmith.local;

import dev.keysmith.local.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The checkpoints of a ledger's store.
 *
 * @param store the store's folder
 */
record CheckpointFolder(Path store) {

    private static final String FOLDER = "checkpoints";
    private static final int NAME_BYTES = 8;

    /**
     * Copies a checkpoint into the store, unless one with the same content is there.
     *
     * @return its name in the store
     */
    String add(Path checkpoint) throws IOException {
        Path folder = PrivateFiles.createDirectory(store.resolve(FOLDER));
        byte[] content = Files.readAllBytes(checkpoint);
        try (Stream<Path> there = Files.list(folder)) {
            for (Path candidate : (Iterable<Path>) there.filter(Files::isRegularFile)::iterator) {
                if (MessageDigest.isEqual(Files.readAllBytes(candidate), content)) {
                    return FOLDER + "/" + candidate.getFileName();
                }
            }
        }
        // The newest checkpoint is the one whose name is the last: a copy never is.
        String name = "0-" + digest(content) + ".json";
        Files.copy(checkpoint, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        return FOLDER + "/" + name;
    }

    /** Copies a checkpoint of the store to a file. */
    void export(String name, Path file) throws IOException {
        Files.copy(store.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
