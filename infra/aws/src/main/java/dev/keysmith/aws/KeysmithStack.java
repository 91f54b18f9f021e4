package dev.keysmith.aws;

import dev.keysmith.aws.api.Firewall;
import dev.keysmith.aws.api.KeysmithApi;
import dev.keysmith.aws.data.KeysmithTables;
import dev.keysmith.aws.data.LedgerBucket;
import dev.keysmith.aws.data.RestoredTable;
import dev.keysmith.aws.database.LedgerDatabase;
import dev.keysmith.aws.database.LedgerNetwork;
import dev.keysmith.aws.function.FunctionHost;
import dev.keysmith.aws.function.KeysmithFunction;
import dev.keysmith.aws.function.ResourceArns;
import dev.keysmith.aws.function.Start;
import dev.keysmith.aws.guard.LimitRefusal;
import dev.keysmith.aws.guard.RestGuard;
import dev.keysmith.aws.guard.RestGuardProps;
import dev.keysmith.aws.guard.RouteRules;
import dev.keysmith.aws.ledger.LedgerEventSources;
import dev.keysmith.aws.ledger.LedgerSchedules;
import dev.keysmith.aws.monitoring.KeysmithMonitoring;
import dev.keysmith.aws.monitoring.Monitored;
import dev.keysmith.aws.secret.KeysmithSecrets;
import dev.keysmith.aws.secret.SecretRotations;
import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.Choices;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.blueprint.TableSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.triggers.Trigger;
import software.constructs.Construct;

/** A deployment of Keysmith: all of the blueprint in one stack. */
public final class KeysmithStack extends Stack {

    /** Nobody waits for these; a snapshot of each version would only make deployments slower. */
    private static final Set<String> STARTED_PLAINLY =
            Set.of(Blueprint.BOOTSTRAP, Blueprint.LEDGER_MIGRATE, Blueprint.ROTATION);

    private final KeysmithStackProps props;
    private final Naming naming;
    private final KeysmithTables tables;
    private final KeysmithSecrets secrets;
    private final KeysmithApi api;

    public KeysmithStack(Construct scope, String id, @Nullable StackProps stackProps, KeysmithStackProps props) {
        super(scope, id, stackProps);
        this.props = props;
        LedgerBucket bucket = new LedgerBucket(this, "LedgerStore", props.encryptionKey(), props.disposable());
        LedgerNetwork network = new LedgerNetwork(this, "LedgerNetwork", props.logRetention());
        LedgerDatabase database = new LedgerDatabase(
                this,
                "LedgerDatabase",
                network,
                props.databaseCertificates(),
                props.architecture(),
                props.databaseMaxCapacity(),
                props.encryptionKey(),
                props.disposable());
        naming = new Naming(
                props.restoredKeys().map(RestoredTable::name).orElse(props.name() + "-keys"),
                props.name() + "-state",
                props.name() + "/verification",
                props.name() + "/signing",
                props.name() + "/ledger",
                database.access(),
                "s3://" + bucket.bucket().getBucketName(),
                props.name() + "/admin-key",
                props.keyPrefix(),
                props.issuer(),
                props.audience(),
                props.furtherAudiences());
        secrets = new KeysmithSecrets(
                this, "Secrets", secretDescriptions(naming), props.encryptionKey(), props.disposable());
        Blueprint blueprint = Blueprint.of(naming, new Choices(props.tellExpiryEvery()));
        tables = new KeysmithTables(
                this,
                "Tables",
                blueprint.tables(),
                props.encryptionKey(),
                props.warmThroughput(),
                props.restoredKeys(),
                props.disposable());
        network.leadTo(
                tables.get(naming.keysTable()).getTableArn(),
                bucket.bucket().getBucketArn(),
                List.of(
                        secrets.arn(naming.ledgerSecret()),
                        database.ownerSecret().getSecretArn()));
        FunctionHost host = host(database, bucket);
        Map<String, KeysmithFunction> functions = new LinkedHashMap<>();
        for (FunctionSpec spec : blueprint.functions()) {
            Start start = STARTED_PLAINLY.contains(spec.name()) ? Start.PLAIN : Start.FROM_SNAPSHOT;
            boolean decides = spec.name().equals(blueprint.api().authorizer());
            functions.put(
                    spec.name(),
                    new KeysmithFunction(
                            this,
                            spec.name(),
                            chosen(spec, decides ? Map.of("KEYSMITH_USAGE_KEY", usageKey()) : Map.of()),
                            host,
                            start,
                            decides ? props.authorizerConcurrency() : Optional.empty()));
        }
        Map<String, Alias> aliases = functions.entrySet().stream()
                .filter(entry -> !STARTED_PLAINLY.contains(entry.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().alias()));
        api = new KeysmithApi(
                this, "Api", props.name(), blueprint.api(), props.throttle(), props.onlyFrom(), props.logRetention());
        RestGuard guard = new RestGuard(
                this,
                "Guard",
                api.api(),
                Named.get(aliases, "function", blueprint.api().authorizer()),
                new RestGuardProps(
                        RouteRules.parse(blueprint.api().routeTable()),
                        blueprint.api().unguarded(),
                        LimitRefusal.USAGE_KEY,
                        usageKey(),
                        blueprint.api().gatewayResponses()));
        api.addMethods(guard.authorizer(), aliases);
        if (props.firewall()) {
            new Firewall(this, "Firewall", props.name(), api.api().getDeploymentStage());
        }
        deploy(blueprint, functions, aliases, database);
        new KeysmithMonitoring(
                this,
                "Monitoring",
                new Monitored(
                        props.name(),
                        functions.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().function())),
                        api.api(),
                        List.of(tables.get(naming.keysTable()), tables.get(naming.stateTable()))),
                props.alarmTopic());
        CfnOutput.Builder.create(this, "ApiUrl")
                .description("Where Keysmith's own API is")
                .value(api.api().getUrl())
                .build();
        CfnOutput.Builder.create(this, "AdminKeySecret")
                .description("The secret that holds the first admin key")
                .value(naming.adminKeySecret())
                .build();
    }

    /** What an authorizer elsewhere needs, by names: deploy this stack first. {@code scope} is where it is used. */
    public KeysmithReference keysmith(Construct scope) {
        return KeysmithReference.named(
                scope,
                naming.keysTable(),
                naming.stateTable(),
                naming.verificationSecret(),
                props.encryptionKey(),
                props.keyPrefix(),
                props.issuer(),
                variables());
    }

    /** Keysmith's own API. */
    public RestApi api() {
        return api.api();
    }

    private static Map<String, String> secretDescriptions(Naming naming) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put(naming.verificationSecret(), "Keysmith: peppers and public keys");
        descriptions.put(naming.signingSecret(), "Keysmith: private keys that sign tokens");
        descriptions.put(naming.ledgerSecret(), "Keysmith: keys that chain the ledger's events");
        descriptions.put(naming.adminKeySecret(), "Keysmith: the first admin key");
        return descriptions;
    }

    private FunctionHost host(LedgerDatabase database, LedgerBucket bucket) {
        Map<String, String> secretArns = new HashMap<>();
        secrets.names().forEach(name -> secretArns.put(name, secrets.arn(name)));
        secretArns.put(database.access().ownerSecret(), database.ownerSecret().getSecretArn());
        List<String> tableNames = List.of(naming.keysTable(), naming.stateTable());
        return new FunctionHost(
                props.name(),
                props.project(),
                props.architecture(),
                props.logRetention(),
                new ResourceArns(
                        secretArns,
                        byName(tableNames, name -> tables.get(name).getTableArn()),
                        byName(tableNames, this::streamArn),
                        Map.of(naming.ledgerStore(), bucket.bucket().getBucketArn()),
                        database.userArns()),
                props.encryptionKey(),
                Optional.of(database.functions()));
    }

    private String streamArn(String table) {
        String arn = tables.get(table).getTableStreamArn();
        if (arn == null) {
            throw new IllegalStateException("the table has no stream: " + table);
        }
        return arn;
    }

    private static Map<String, String> byName(List<String> names, Function<String, String> value) {
        return names.stream().collect(Collectors.toMap(Function.identity(), value));
    }

    /** The function with the deployment's choices; imported keys are off unless their shapes were named. */
    private FunctionSpec chosen(FunctionSpec spec, Map<String, String> further) {
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.remove(Setting.IMPORT_PATTERNS.variable());
        environment.putAll(variables());
        environment.putAll(further);
        return spec.withEnvironment(environment);
    }

    /** An account has each value of a usage plan's key once in a region. */
    private String usageKey() {
        return "keysmith-within-limits-of-" + props.name();
    }

    private Map<String, String> variables() {
        return props.settings().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().variable(), Map.Entry::getValue));
    }

    /** What happens once all is there: first values, the database's tables, and then what invokes functions by itself. */
    private void deploy(
            Blueprint blueprint,
            Map<String, KeysmithFunction> functions,
            Map<String, Alias> aliases,
            LedgerDatabase database) {
        Trigger bootstrap = trigger(blueprint.function(Blueprint.BOOTSTRAP), functions);
        bootstrap.executeAfter(secrets, tables);
        Trigger migrate = trigger(blueprint.function(Blueprint.LEDGER_MIGRATE), functions);
        migrate.executeAfter(bootstrap, database);
        // No new version of what uses the database is let to it before its tables are of that version.
        blueprint.functions().stream()
                .filter(spec -> spec.database() && aliases.containsKey(spec.name()))
                .forEach(spec -> migrate.executeBefore(Named.get(aliases, "function", spec.name())));
        SecretRotations rotations = new SecretRotations(
                this,
                "Rotations",
                secrets,
                blueprint.rotatedSecrets(),
                Named.get(functions, "function", Blueprint.ROTATION).function(),
                props.rotateSecretsEvery());
        bootstrap.executeBefore(rotations);
        new LedgerEventSources(
                this,
                "EventSources",
                blueprint.eventSources(),
                byName(List.of(naming.keysTable(), naming.stateTable()), this::streamArn),
                blueprint.tables().stream().collect(Collectors.toMap(TableSpec::name, TableSpec::partitionKey)),
                aliases);
        new LedgerSchedules(this, "Schedules", props.name(), blueprint.schedules(), aliases);
    }

    private Trigger trigger(FunctionSpec spec, Map<String, KeysmithFunction> functions) {
        return Trigger.Builder.create(this, "AtDeployment-" + spec.name())
                .handler(Named.get(functions, "function", spec.name()).function())
                .timeout(software.amazon.awscdk.Duration.millis(spec.timeout().toMillis()))
                .build();
    }
}
