package dev.keysmith.local.postgresql;

import dev.keysmith.local.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The data directory of a server that does not run: it is made, and gets its owner's password. */
record Cluster(PostgresPrograms programs, Path data) {

    /** Makes it with an empty database, where it is not there yet. Whoever connects needs a password. */
    void ensure(String owner, String password, String database) throws IOException {
        if (!Files.exists(data)) {
            // It is there as a whole or not at all.
            Path making = data.resolveSibling(data.getFileName() + ".new");
            PrivateFiles.deleteTree(making);
            initialise(making, owner, password);
            sql(making, "CREATE DATABASE " + database);
            Files.move(making, data, StandardCopyOption.ATOMIC_MOVE);
        } else {
            sql(data, "ALTER ROLE " + owner + " PASSWORD '" + password + "'");
        }
    }

    private void initialise(Path directory, String owner, String password) throws IOException {
        Path file = directory.resolveSibling("password");
        PrivateFiles.write(file, password + "\n");
        try {
            Command.run(
                    programs.command(
                            "initdb",
                            List.of(
                                    "--pgdata=" + directory,
                                    "--username=" + owner,
                                    "--pwfile=" + file,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8")),
                    "");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Nobody can connect to a server in single-user mode, so it asks for no password. */
    private void sql(Path directory, String statement) throws IOException {
        Command.run(
                programs.command(
                        "postgres",
                        List.of(
                                "--single",
                                "-D",
                                directory.toString(),
                                "-c",
                                "log_min_error_statement=panic",
                                "postgres")),
                statement + "\n");
    }
}
