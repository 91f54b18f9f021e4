package dev.keysmith.local.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that goes on after whoever started it was killed. */
record SurvivingServer(PostgresPrograms programs, Path data) {

    private static final Logger LOG = LoggerFactory.getLogger(SurvivingServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Ends it, where there is one. Only a process that is PostgreSQL with this very data directory gets a signal. */
    void end() throws IOException {
        Path file = data.resolve("postmaster.pid");
        Optional<ProcessHandle> process =
                processId(file).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            // PostgreSQL itself knows what to do with such a file.
            return;
        }
        Optional<String[]> arguments = process.get().info().arguments();
        if (arguments.isEmpty()) {
            LOG.warn(
                    "What process {} is cannot be seen: PostgreSQL may refuse to start",
                    process.get().pid());
        } else if (isServer(process.get(), arguments.get())) {
            LOG.warn(
                    "An older PostgreSQL still runs as process {}: it is ended",
                    process.get().pid());
            stop(programs, data, PATIENCE);
        } else {
            // The process is long gone, and its id is another's now. PostgreSQL would take that one for a server.
            Files.delete(file);
        }
    }

    /** Ends the server of a data directory and its connections, and waits until its files are in order. */
    static void stop(PostgresPrograms programs, Path data, Duration patience) throws IOException {
        Command.run(
                programs.command(
                        "pg_ctl",
                        List.of(
                                "stop",
                                "--pgdata=" + data,
                                "--mode=fast",
                                "--wait",
                                "--timeout=" + patience.toSeconds())),
                "");
    }

    private boolean isServer(ProcessHandle process, String[] arguments) {
        List<String> all = Arrays.asList(arguments);
        int option = all.indexOf("-D");
        return process.info()
                        .command()
                        .map(Path::of)
                        .filter(command -> command.endsWith("postgres"))
                        .isPresent()
                && option >= 0
                && option + 1 < all.size()
                && all.get(option + 1).equals(data.toString());
    }

    private static Optional<Long> processId(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream().findFirst().map(Long::valueOf);
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
