package dev.keysmith.functions.ledger.objects.folder;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.functions.ledger.objects.ObjectName;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Objects as files of a folder, which is made when the first is stored. Files (mode 0600) and folders (0700) are their owner's alone. */
public final class FolderObjects implements ObjectStore {

    private static final FileAttribute<?> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    public FolderObjects(Path root) {
        this.root = root;
    }

    @Override
    public void put(ObjectName name, byte[] content) {
        Path file = path(name);
        Path folder = root.resolve(name.folder());
        try {
            createFolder(folder);
            // No name begins with a dot: what is left of a crash is never listed.
            Path temporary = Files.createTempFile(folder, ".", ".new", FILE_MODE);
            try {
                write(temporary, content);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            sync(folder);
        } catch (IOException e) {
            throw new UnavailableException("the ledger's folder did not take " + name, e);
        }
    }

    @Override
    public Optional<byte[]> find(ObjectName name) {
        try {
            return Optional.of(Files.readAllBytes(path(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnavailableException("the ledger's folder did not give " + name, e);
        }
    }

    @Override
    public List<ObjectName> list(String folder) {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> ObjectName.parse(folder + "/" + file.getFileName()))
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UnavailableException("the ledger's folder was not listed", e);
        }
    }

    @Override
    public void delete(ObjectName name) {
        try {
            if (Files.deleteIfExists(path(name))) {
                sync(root.resolve(name.folder()));
            }
        } catch (IOException e) {
            throw new UnavailableException("the ledger's folder did not remove " + name, e);
        }
    }

    private Path path(ObjectName name) {
        return root.resolve(name.folder()).resolve(name.file());
    }

    private static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolder(parent);
        }
        Files.createDirectories(folder, FOLDER_MODE);
        if (parent != null) {
            sync(parent);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** A new name in a folder is durable when the folder is. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
