package dev.keysmith.local.postgresql;

import dev.keysmith.local.file.PrivateFiles;
import dev.keysmith.local.http.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 17, that only this machine can reach and only with a password, with one empty database at first. Its data is kept
 * in a directory, is durable (fsync) and survives a restart. It is a process of its own, and survives whoever is killed while it runs;
 * the next start ends it first.
 */
public final class PostgresServer implements AutoCloseable {

    /** Its database. */
    public static final String DATABASE = "keysmith";

    /** The user that owns the database; a superuser here. */
    public static final String OWNER = "keysmith_owner";

    private static final Pattern PASSWORD = Pattern.compile("[0-9A-Za-z_-]{16,128}");
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int PORTS_TRIED = 3;

    /** The line of {@code postmaster.pid} that tells how far the server is. */
    private static final int STATUS_LINE = 7;

    private final Path programsDirectory;
    private final Path directory;
    private final Path log;
    private final String ownerPassword;
    private int port;
    private @Nullable PostgresPrograms programs;
    private volatile @Nullable Process process;

    /**
     * A server that is not started yet.
     *
     * @param programsDirectory where PostgreSQL's programs are unpacked; servers may share it
     * @param directory where its data is kept; made when needed
     * @param log the file to which it appends its log
     * @param ownerPassword the owner's password from the first start on, whatever it was before; 16 to 128 letters, digits,
     *     {@code _} and {@code -}
     */
    public PostgresServer(Path programsDirectory, Path directory, Path log, String ownerPassword) {
        if (!PASSWORD.matcher(ownerPassword).matches()) {
            throw new IllegalArgumentException("ownerPassword must be 16 to 128 letters, digits, _ and -");
        }
        this.programsDirectory = programsDirectory.toAbsolutePath();
        this.directory = directory.toAbsolutePath();
        this.log = log;
        this.ownerPassword = ownerPassword;
    }

    /**
     * Starts to answer, and returns when it does; does nothing where it is started already.
     *
     * @throws IOException if it does not start; the message says why, or names the log
     */
    public synchronized void start() throws IOException {
        if (isRunning()) {
            return;
        }
        if (programs == null) {
            programs = PostgresPrograms.unpackedIn(programsDirectory);
            PrivateFiles.createDirectory(directory);
            new SurvivingServer(programs, data()).end();
            new Cluster(programs, data()).ensure(OWNER, ownerPassword, DATABASE);
        }
        boolean first = port == 0;
        for (int attempt = 1; !isRunning(); attempt++) {
            port = first ? freePort() : port;
            try {
                launch(programs);
            } catch (IOException e) {
                // Somebody else may have got the port meanwhile.
                if (!first || attempt == PORTS_TRIED) {
                    throw e;
                }
            }
        }
    }

    /** Ends all connections and stops to answer, as in an outage. {@link #start()} has the same port and data again. */
    public synchronized void stop() {
        Process running = process;
        process = null;
        if (running != null && programs != null && running.isAlive()) {
            try {
                SurvivingServer.stop(programs, data(), LONGEST_STOP);
                awaitEnd(running);
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL does not stop", e);
            } finally {
                // After its end this does nothing.
                running.destroyForcibly();
            }
        }
    }

    /** Does not wait for a start or stop that is under way. */
    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Where it answers; known from the first start on. */
    public synchronized int port() {
        if (port == 0) {
            throw new IllegalStateException("PostgreSQL was never started");
        }
        return port;
    }

    @Override
    public void close() {
        stop();
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void launch(PostgresPrograms programs) throws IOException {
        Process starting = Command.builder(programs.command(
                        "postgres",
                        List.of(
                                "-D",
                                data().toString(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=" + LocalServers.LOOPBACK,
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "fsync=on",
                                // A statement may hold a password.
                                "-c",
                                "log_min_error_statement=panic")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            awaitReady(starting);
        } catch (IOException e) {
            starting.destroyForcibly();
            throw e;
        }
        process = starting;
    }

    private void awaitReady(Process starting) throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!isReady(starting.pid())) {
            boolean over = System.nanoTime() > end;
            if (over || awaitEnd(starting, POLL)) {
                throw new IOException("PostgreSQL does not start: its log is " + log);
            }
        }
    }

    /** The file has a line for the process and, later, one for its status. */
    private boolean isReady(long processId) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.getFirst().equals(Long.toString(processId))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void awaitEnd(Process ending) throws IOException {
        if (!awaitEnd(ending, LONGEST_STOP)) {
            throw new IOException("process " + ending.pid() + " goes on");
        }
    }

    private static boolean awaitEnd(Process ending, Duration time) throws IOException {
        try {
            return ending.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LocalServers.LOOPBACK))) {
            return socket.getLocalPort();
        }
    }
}
