package dev.keysmith.local.postgresql;

import dev.keysmith.local.file.PrivateFiles;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once. */
final class PostgresPrograms {

    private static final int NAME_BYTES = 8;
    private static final int EXECUTABLE = 0100;

    private final Path directory;
    private final List<String> prefix;

    private PostgresPrograms(Path directory) throws IOException {
        this.directory = directory;
        this.prefix = prefix(directory);
    }

    /**
     * The programs, unpacked below this directory where they are not yet.
     *
     * @throws IOException if there are none for this system, or they cannot be unpacked
     */
    static PostgresPrograms unpackedIn(Path directory) throws IOException {
        Path all = PrivateFiles.createDirectory(directory);
        byte[] archive = archive();
        Path unpacked = all.resolve(checksum(archive));
        if (!Files.exists(unpacked)) {
            Path partial = Files.createTempDirectory(all, "partial-");
            extract(archive, partial);
            try {
                Files.move(partial, unpacked, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                PrivateFiles.deleteTree(partial);
                // Another stack may have been faster.
                if (!Files.exists(unpacked)) {
                    throw e;
                }
            }
        }
        return new PostgresPrograms(unpacked);
    }

    /** The command of a program. It replaces the process that begins it: the process's id is the program's. */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, and has its files nevertheless. */
    private static List<String> prefix(Path directory) throws IOException {
        boolean root = Files.getAttribute(directory, "unix:uid").equals(0);
        return root ? List.of("unshare", "-U") : List.of();
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return in.readAllBytes();
        } catch (IllegalStateException e) {
            throw new IOException("there is no PostgreSQL for " + system + " on " + machine, e);
        }
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("PostgreSQL's archive has an entry outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling(""));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(entries, file);
                    Files.setPosixFilePermissions(file, permissions(entry));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(TarArchiveEntry entry) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((entry.getMode() & EXECUTABLE) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }

    private static String checksum(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
