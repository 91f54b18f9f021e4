package dev.keysmith.local.lambda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What Linux and the JDK tell of another JVM. */
public final class ProcessView {

    private static final String ESTABLISHED = "01";
    private static final int SHORTEST_KEY = 16;

    private final long pid;

    public ProcessView(long pid) {
        this.pid = pid;
    }

    /** The remote ports of its established TCP connections. */
    public List<Integer> connectedTo() throws IOException {
        Set<String> own = sockets();
        List<Integer> ports = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > 9 && columns[3].equals(ESTABLISHED) && own.contains(columns[9])) {
                    ports.add(Integer.parseInt(columns[2].substring(columns[2].indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    /** Which of these texts are anywhere in its heap, in the objects that nothing refers to any more too. */
    public List<String> inHeap(List<String> texts, Path directory) throws IOException, InterruptedException {
        Path dump = directory.resolve("heap-" + pid + ".hprof");
        Process jcmd = new ProcessBuilder(
                        TestFunctions.javaHome().resolve("bin/jcmd").toString(),
                        Long.toString(pid),
                        "GC.heap_dump",
                        "-all",
                        dump.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("no heap dump: " + output);
        }
        try {
            byte[] heap = Files.readAllBytes(dump);
            // As a text has it, as an array of characters has it, and as a key made of base64 has it.
            return texts.stream()
                    .filter(text -> contains(heap, text.getBytes(StandardCharsets.UTF_8))
                            || contains(heap, text.getBytes(StandardCharsets.UTF_16BE))
                            || decoded(text).filter(key -> contains(heap, key)).isPresent())
                    .toList();
        } finally {
            Files.delete(dump);
        }
    }

    private Set<String> sockets() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return key.length >= SHORTEST_KEY ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean contains(byte[] all, byte[] part) {
        int last = all.length - part.length;
        for (int i = 0; i <= last; i++) {
            int j = 0;
            while (j < part.length && all[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return true;
            }
        }
        return false;
    }
}
