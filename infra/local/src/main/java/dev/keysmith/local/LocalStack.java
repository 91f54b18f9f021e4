package dev.keysmith.local;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.local.artifact.Artifacts;
import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.dynamodb.DynamoDbServer;
import dev.keysmith.local.file.PrivateFiles;
import dev.keysmith.local.gateway.Gateway;
import dev.keysmith.local.gateway.GatewaySettings;
import dev.keysmith.local.gateway.HealthReport;
import dev.keysmith.local.lambda.InvokeApi;
import dev.keysmith.local.lambda.LambdaFunction;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.lambda.LambdaHostSettings;
import dev.keysmith.local.postgresql.PostgresServer;
import dev.keysmith.local.provision.Provisioning;
import dev.keysmith.local.provision.SecretRotations;
import dev.keysmith.local.secrets.SecretsManagerServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * All of Keysmith on this machine, running: DynamoDB, Secrets Manager, PostgreSQL, each function in processes of its own, what feeds
 * the ledger, and the gateway in front of them. One stack at a time has a data directory.
 */
public final class LocalStack implements AutoCloseable {

    private final LocalStackSettings settings;
    private final Consumer<String> progress;
    private final Resources resources;
    private final Blueprint blueprint = Blueprint.of(Naming.standard());
    private final StateFile stateFile;
    private final @Nullable DynamoDbServer dynamoDb;
    private final @Nullable SecretsManagerServer secretsManager;
    private final AwsEndpoints endpoints;
    private final String adminKey;
    private final LocalLedger ledger;
    private final LambdaHost functions;
    private final InvokeApi invokeApi;
    private final Gateway gateway;
    private volatile boolean ready;

    /**
     * Starts a stack and returns when it answers. If it cannot start, nothing of it is left running.
     *
     * @param settings how it is to run
     * @param progress gets a line for each thing that is being done; none of them holds a secret
     * @throws LocalStackException for what the user can mend
     */
    public static LocalStack start(LocalStackSettings settings, Consumer<String> progress)
            throws IOException, LocalStackException {
        Resources resources = new Resources();
        try {
            return new LocalStack(settings, progress, resources);
        } catch (IOException | LocalStackException | RuntimeException e) {
            closeAfter(e, resources);
            throw e;
        }
    }

    private LocalStack(LocalStackSettings settings, Consumer<String> progress, Resources resources)
            throws IOException, LocalStackException {
        this.settings = settings;
        this.progress = progress;
        this.resources = resources;
        Path data = PrivateFiles.createDirectory(settings.dataDirectory().toAbsolutePath());
        resources.add(DataLock.acquire(data));
        stateFile = new StateFile(data.resolve("local.json"));
        stateFile.remove();
        resources.add(stateFile::remove);
        Path dynamoDbData = data.resolve("dynamodb");
        Path secretsData = data.resolve("secrets");
        LedgerFiles ledgerFiles = ledgerFiles(data);
        PrivateFiles.createDirectory(logDirectory());
        if (settings.reset()) {
            progress.accept("Emptying the stores");
            PrivateFiles.deleteTree(dynamoDbData);
            PrivateFiles.deleteTree(secretsData);
            ledgerFiles.delete();
        }
        if (settings.awsEndpoint().isPresent()) {
            URI endpoint = settings.awsEndpoint().get();
            dynamoDb = null;
            secretsManager = null;
            endpoints = new AwsEndpoints(endpoint, endpoint);
        } else {
            progress.accept("Starting DynamoDB Local and Secrets Manager");
            dynamoDb = resources.add(new DynamoDbServer(dynamoDbData, 0));
            dynamoDb.start();
            secretsManager = resources.add(new SecretsManagerServer(
                    secretsData, 0, Clock.systemUTC(), new FunctionAccess(blueprint.functions())));
            secretsManager.start();
            endpoints = new AwsEndpoints(dynamoDb.endpoint(), secretsManager.endpoint());
        }
        progress.accept("Starting PostgreSQL");
        ledger = withServices(() -> new LocalLedger(
                blueprint,
                ledgerFiles,
                settings.projectRoot().resolve("infra/local/target/postgresql"),
                logDirectory(),
                endpoints.secretsManager(),
                resources));
        progress.accept("Making sure of tables, secrets and the admin key");
        adminKey = withServices(() -> Provisioning.provision(blueprint, endpoints));
        progress.accept("Unpacking the functions");
        functions = host(data);
        ledger.beginMigration(functions);
        if (secretsManager != null) {
            progress.accept("Making sure that secrets can be rotated");
            secretsManager.rotateWith(new HostedRotation(functions));
            SecretRotations.ensure(blueprint, secretsManager.endpoint());
        }
        invokeApi = resources.add(new InvokeApi(functions, blueprint.operated()));
        invokeApi.start();
        progress.accept("Making sure of the ledger");
        ledger.feed(endpoints.dynamoDb(), functions, resources);
        progress.accept("Starting the gateway");
        gateway = openGateway();
        ready = true;
        writeState();
    }

    /** Where the gateway answers, without a slash at the end. */
    public URI baseUrl() {
        return gateway.baseUrl();
    }

    /** The whole first admin key. */
    public String adminKey() {
        return adminKey;
    }

    /** The ids of the functions' processes by function; a function that runs none has an empty list. */
    public Map<String, List<Long>> processIds() {
        return functions.processIds();
    }

    /** Where the services are, whatever stands between them and the functions. */
    public AwsEndpoints endpoints() {
        return endpoints;
    }

    /** The embedded DynamoDB. Throws {@link IllegalStateException} where another one is used. */
    public DynamoDbServer dynamoDb() {
        return embedded(dynamoDb);
    }

    /** The embedded Secrets Manager. Throws {@link IllegalStateException} where another one is used. */
    public SecretsManagerServer secretsManager() {
        return embedded(secretsManager);
    }

    /** The ledger's database. */
    public PostgresServer postgresql() {
        return ledger.postgresql();
    }

    /** Where functions that operators may invoke are invoked, as by AWS Lambda's Invoke. */
    public URI lambda() {
        return invokeApi.endpoint();
    }

    /** The folder of the ledger's dead letters and checkpoints. */
    public Path ledgerStore() {
        return ledger.store();
    }

    /** Where each function's output goes, to {@code <function>.log}. */
    public Path logDirectory() {
        return settings.dataDirectory().toAbsolutePath().resolve("logs");
    }

    /** Stops everything, and returns when the last process has ended; does nothing the second time. */
    @Override
    public synchronized void close() {
        resources.close();
    }

    /** A ledger of other tables is another ledger. */
    private LedgerFiles ledgerFiles(Path data) {
        return new LedgerFiles(settings.awsEndpoint().isPresent() ? data.resolve("aws-endpoint") : data);
    }

    private <T> T withServices(Part<T> part) throws IOException, LocalStackException {
        try {
            return part.make();
        } catch (SdkException | UnavailableException e) {
            throw new LocalStackException(
                    "DynamoDB (" + endpoints.dynamoDb() + ") or Secrets Manager (" + endpoints.secretsManager()
                            + ") does not do what it should: " + e.getMessage(),
                    e);
        }
    }

    /** What needs DynamoDB or Secrets Manager to be made. */
    private interface Part<T> {
        T make() throws IOException;
    }

    private LambdaHost host(Path data) throws IOException, LocalStackException {
        LambdaHost host = resources.add(new LambdaHost(
                new LambdaHostSettings(Path.of(System.getProperty("java.home")), logDirectory()), this::writeState));
        Map<String, String> services =
                settings.functionEndpoints().apply(endpoints).toEnvironment();
        Artifacts artifacts = new Artifacts(data.resolve("functions"));
        // Several functions may be of one artifact: it is unpacked once.
        Map<Path, List<Path>> unpacked = new HashMap<>();
        for (FunctionSpec function : blueprint.functions()) {
            if (!unpacked.containsKey(function.artifact())) {
                unpacked.put(function.artifact(), unpack(artifacts, function));
            }
            Map<String, String> environment = ledger.environment(function);
            environment.putAll(LocalAws.environment(function.name()));
            environment.putAll(services);
            environment.putAll(settings.functionEnvironment());
            host.add(new LambdaFunction(
                    function.name(),
                    function.handler(),
                    unpacked.getOrDefault(function.artifact(), List.of()),
                    function.memoryMegabytes(),
                    function.timeout(),
                    environment));
        }
        return host;
    }

    private List<Path> unpack(Artifacts artifacts, FunctionSpec function) throws IOException, LocalStackException {
        Path zip = settings.projectRoot().resolve(function.artifact());
        try {
            return artifacts.unpack(function.name(), zip);
        } catch (NoSuchFileException e) {
            throw new LocalStackException(zip + " is missing: build it by mvn package", e);
        }
    }

    private Gateway openGateway() throws LocalStackException {
        Gateway opening = resources.add(
                new Gateway(blueprint.api(), functions::invoke, new GatewaySettings(settings.port(), this::health)));
        try {
            opening.start();
        } catch (IOException e) {
            throw new LocalStackException(
                    "port " + settings.port() + " cannot be used: --port takes another, --port 0 any free one", e);
        }
        return opening;
    }

    private HealthReport health() {
        Map<String, String> parts = new HashMap<>(Health.of(endpoints));
        parts.putAll(ledger.health());
        return new HealthReport(parts, Map.of("ledger_lag_seconds", ledger.lagSeconds()));
    }

    private void writeState() {
        if (ready) {
            Naming naming = blueprint.naming();
            stateFile.write(
                    baseUrl().toString(),
                    adminKey,
                    Map.of(
                            "dynamodb",
                            endpoints.dynamoDb().toString(),
                            StateFile.SECRETS_MANAGER,
                            endpoints.secretsManager().toString(),
                            StateFile.LAMBDA,
                            lambda().toString(),
                            "postgresql",
                            ledger.databaseAddress(),
                            StateFile.LEDGER_STORE,
                            ledgerStore().toString()),
                    Map.of("keys", naming.keysTable(), "state", naming.stateTable()),
                    processIds());
        }
    }

    private static <T> T embedded(@Nullable T server) {
        if (server == null) {
            throw new IllegalStateException("this stack uses services that are not embedded");
        }
        return server;
    }

    private static void closeAfter(Exception failure, Resources resources) {
        try {
            resources.close();
        } catch (IllegalStateException e) {
            failure.addSuppressed(e);
        }
    }
}
