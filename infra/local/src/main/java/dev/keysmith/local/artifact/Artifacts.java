package dev.keysmith.local.artifact;

import dev.keysmith.local.file.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks functions' artifacts, each version once, into a directory that is there as a whole or not at all. */
public final class Artifacts {

    private static final int NAME_BYTES = 8;

    private final Path directory;

    /**
     * Unpacks below this directory.
     *
     * @param directory made when needed
     */
    public Artifacts(Path directory) {
        this.directory = directory;
    }

    /**
     * The jars of a function's artifact, sorted by name as Lambda puts them on the class path.
     *
     * @param function the function's name; what other versions of its artifact were unpacked is deleted
     * @param zip the artifact
     * @throws IOException if it is missing or not in order; the message names it
     */
    public List<Path> unpack(String function, Path zip) throws IOException {
        Path all = PrivateFiles.createDirectory(directory.resolve(function));
        Path unpacked = all.resolve(checksum(zip));
        deleteOthers(all, unpacked);
        if (!Files.exists(unpacked)) {
            Path partial = Files.createTempDirectory(all, "partial-");
            extract(zip, partial);
            Files.move(partial, unpacked, StandardCopyOption.ATOMIC_MOVE);
        }
        try (Stream<Path> files = Files.list(unpacked.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static void extract(Path zip, Path target) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException(zip + " has an entry outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.resolveSibling(""));
                    Files.copy(entries, file);
                }
            }
        }
    }

    private static void deleteOthers(Path all, Path kept) throws IOException {
        try (Stream<Path> versions = Files.list(all)) {
            for (Path version :
                    versions.filter(version -> !version.equals(kept)).toList()) {
                PrivateFiles.deleteTree(version);
            }
        }
    }

    private static String checksum(Path zip) throws IOException {
        try (InputStream in = Files.newInputStream(zip)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
