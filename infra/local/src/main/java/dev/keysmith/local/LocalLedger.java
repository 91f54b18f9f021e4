package dev.keysmith.local;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.local.gateway.GatewaySettings;
import dev.keysmith.local.http.LocalServers;
import dev.keysmith.local.lambda.InvocationResult;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.postgresql.PostgresServer;
import dev.keysmith.local.provision.DatabaseSecrets;
import dev.keysmith.local.streams.EventSources;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger's parts: its database, its store of files, what feeds it and what is done to it on a schedule. */
final class LocalLedger {

    private static final String STORE = "KEYSMITH_LEDGER_STORE";
    private static final String MIGRATE = "{\"task\":\"migrate\"}";

    private final Blueprint blueprint;
    private final LedgerFiles files;
    private final Path logs;
    private final PostgresServer postgresql;
    private final Background database;
    private @Nullable Background migration;
    private @Nullable EventSources sources;

    /**
     * Begins to start the database; what is opened is added to the resources.
     *
     * @param blueprint what is deployed
     * @param files where the ledger is kept
     * @param programs where PostgreSQL's programs are unpacked
     * @param logs the folder of the logs
     * @param secretsManager where Secrets Manager is
     */
    LocalLedger(
            Blueprint blueprint, LedgerFiles files, Path programs, Path logs, URI secretsManager, Resources resources)
            throws IOException {
        this.blueprint = blueprint;
        this.files = files;
        this.logs = logs;
        files.ensure();
        DatabaseSecrets secrets =
                new DatabaseSecrets(secretsManager, blueprint.naming().database());
        String password = secrets.ownerPassword();
        postgresql = resources.add(
                new PostgresServer(programs, files.postgresql(), logs.resolve("postgresql.log"), password));
        database = new Background("postgresql", () -> {
            startDatabase();
            secrets.ensure(
                    LocalServers.LOOPBACK, postgresql.port(), PostgresServer.DATABASE, PostgresServer.OWNER, password);
        });
    }

    /** A function's settings as they are on this machine. */
    Map<String, String> environment(FunctionSpec function) {
        Map<String, String> environment = new HashMap<>(function.environment());
        if (function.database()) {
            environment.put("KEYSMITH_DATABASE_TLS", "disable");
        }
        environment.computeIfPresent(STORE, (name, store) -> "file://" + files.store());
        return environment;
    }

    /** Begins to bring the database to this version of Keysmith. */
    void beginMigration(LambdaHost functions) {
        migration = new Background("migration", () -> {
            database.await();
            InvocationResult result = functions.invoke(Blueprint.LEDGER_TASK, MIGRATE.getBytes(StandardCharsets.UTF_8));
            if (!(result instanceof InvocationResult.Success)) {
                throw new LocalStackException("the ledger's database cannot be prepared: "
                        + logs.resolve(Blueprint.LEDGER_TASK + ".log") + " tells why");
            }
        });
    }

    /** Waits until the database is as it is to be, and begins to feed the ledger. */
    void feed(URI dynamoDb, LambdaHost functions, Resources resources) throws IOException, LocalStackException {
        if (migration != null) {
            migration.await();
        }
        sources = resources.add(EventSources.start(
                blueprint.eventSources(),
                dynamoDb,
                files.positions(),
                (function, event) -> functions.invoke(function, event) instanceof InvocationResult.Success,
                InstantSource.system()));
        resources.add(new Schedules(blueprint.schedules(), functions::invoke));
    }

    /** The database, once it was started. */
    PostgresServer postgresql() {
        return postgresql;
    }

    /** Where the database answers: host and port. */
    String databaseAddress() {
        return LocalServers.LOOPBACK + ":" + postgresql.port();
    }

    /** The folder of dead letters and checkpoints. */
    Path store() {
        return files.store();
    }

    /** The parts and their states. */
    Map<String, String> health() {
        return Map.of(
                "postgresql", state(postgresql.isRunning()),
                "ledger", state(sources != null && !sources.isFailing()));
    }

    /** The age of the oldest change that is not in the ledger yet. */
    long lagSeconds() {
        return sources == null ? 0 : sources.lag().toSeconds();
    }

    private void startDatabase() throws LocalStackException {
        try {
            postgresql.start();
        } catch (IOException e) {
            throw new LocalStackException("PostgreSQL cannot be started: " + e.getMessage(), e);
        }
    }

    private static String state(boolean up) {
        return up ? GatewaySettings.UP : "down";
    }
}
