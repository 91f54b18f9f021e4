package dev.keysmith.blueprint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A deployment of Keysmith.
 *
 * @param naming the names of its parts
 * @param functions its Lambda functions, the authorizer among them
 * @param api its HTTP API
 * @param tables its DynamoDB tables
 * @param eventSources which functions are invoked with the records of which table's stream
 * @param schedules which functions are invoked again and again
 * @param operated the names of the functions that operators may invoke themselves; nobody may invoke any other
 * @param atDeployment the names of the functions that each deployment invokes once all else is there, in this order; what they did
 *     before they do not do again, and their event tells them nothing
 */
public record Blueprint(
        Naming naming,
        List<FunctionSpec> functions,
        ApiSpec api,
        List<TableSpec> tables,
        List<EventSourceSpec> eventSources,
        List<ScheduleSpec> schedules,
        Set<String> operated,
        List<String> atDeployment) {

    /** The function that rotates the secrets. */
    public static final String ROTATION = "rotate-secret";

    /** The function that makes what a new deployment needs once: first secrets, and the first admin key. */
    public static final String BOOTSTRAP = "bootstrap";

    /** The function that brings the ledger's database to this version, and does nothing else. */
    public static final String LEDGER_MIGRATE = "ledger-migrate";

    /** The function that stores the tables' changes in the ledger. */
    public static final String LEDGER = "ledger";

    /** The function of what is done to the ledger as a whole: the migration of its tables, checkpoints, verification. */
    public static final String LEDGER_TASK = "ledger-task";

    /** The usage plan's one key: what the authorizer names for a call that is within its limits. */
    private static final String USAGE_KEY = "keysmith-within-limits";

    /** The shapes of other systems' keys that can be imported. */
    private static final String IMPORT_PATTERNS =
            "[0-9a-fA-F]{64}\nkaa_[0-9a-fA-F]{64}\ndfg_live_[0-9A-Za-z_-]{16,256}";

    private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(20);

    /** API Gateway waits for a function for at most 29 seconds; then the function's own time, and slack for clocks. */
    private static final Duration ISSUE_IN_FLIGHT =
            Duration.ofSeconds(29).plus(PROXY_TIMEOUT).plusSeconds(11);

    /** For how long an authorizer may go on letting in by a record it has read. The revoke function tells it, so it is one for all. */
    private static final Duration MAX_STALENESS = Duration.ZERO;

    /** A step may look at all keys. */
    private static final Duration ROTATION_TIMEOUT = Duration.ofMinutes(5);

    /** It makes a pair of RSA keys. */
    private static final Duration BOOTSTRAP_TIMEOUT = Duration.ofMinutes(1);

    /** How many records the ledger stores by one transaction. */
    private static final int LEDGER_BATCH = 100;

    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(60);

    /** All chains of a ledger may be read by one invocation. */
    private static final Duration LEDGER_TASK_TIMEOUT = Duration.ofMinutes(15);

    private static final Path ROTATION_ARTIFACT = Path.of("functions/rotate-secret/target/function.zip");

    private static final Path LEDGER_ARTIFACT = Path.of("functions/ledger/target/function.zip");

    /** One core and short lives: the second compiler costs more than it gives. */
    private static final String JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final Map<String, String> JAVA = Map.of("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);

    private static final String PROXY_HANDLER = "dev.keysmith.functions.api.ApiFunction";

    public Blueprint {
        functions = List.copyOf(functions);
        tables = List.copyOf(tables);
        eventSources = List.copyOf(eventSources);
        schedules = List.copyOf(schedules);
        operated = Set.copyOf(operated);
        atDeployment = List.copyOf(atDeployment);
    }

    /** Keysmith as it is, under these names. */
    public static Blueprint of(Naming naming) {
        return of(naming, Choices.standard());
    }

    /** Keysmith as it is, under these names, and as it was chosen to be. */
    public static Blueprint of(Naming naming, Choices choices) {
        ApiSpec api = new ApiSpec("v1", "authorizer", routes(), Set.of(USAGE_KEY), GatewayResponses.all());
        return new Blueprint(
                naming,
                functions(naming, api),
                api,
                List.of(
                        new TableSpec(
                                naming.keysTable(),
                                "key_id",
                                "ttl",
                                List.of(new TableSpec.IndexSpec("owner", "owner", "created_at")),
                                TableSpec.NEW_AND_OLD_IMAGES),
                        new TableSpec(naming.stateTable(), "pk", "ttl", List.of(), TableSpec.NEW_AND_OLD_IMAGES)),
                List.of(
                        new EventSourceSpec(naming.keysTable(), LEDGER, LEDGER_BATCH, Optional.empty()),
                        // Of the state table, use alone is the ledger's.
                        new EventSourceSpec(naming.stateTable(), LEDGER, LEDGER_BATCH, Optional.of("METER#"))),
                List.of(
                        task("ledger-expire", "expire", choices.expiryRate()),
                        task("ledger-checkpoint", "checkpoint", Duration.ofDays(1)),
                        task("ledger-verify", "verify", Duration.ofDays(1))),
                Set.of(LEDGER_TASK),
                List.of(BOOTSTRAP, LEDGER_MIGRATE));
    }

    private static ScheduleSpec task(String name, String task, Duration rate) {
        return new ScheduleSpec(name, LEDGER_TASK, rate, "{\"task\":\"" + task + "\"}");
    }

    /** The function of this name; throws {@link IllegalArgumentException} where it is not there. */
    public FunctionSpec function(String name) {
        return functions.stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no function " + name));
    }

    /** The names of the secrets that are rotated, each by {@link #ROTATION}. */
    public List<String> rotatedSecrets() {
        return List.of(naming.verificationSecret(), naming.signingSecret(), naming.ledgerSecret());
    }

    private static List<RouteSpec> routes() {
        return List.of(
                new RouteSpec("POST", "/v1/keys", "issue", needs("keys:issue")),
                new RouteSpec("POST", "/v1/keys/import", "issue", needs("keys:import")),
                new RouteSpec("POST", "/v1/tokens", "issue", needs()),
                new RouteSpec("POST", "/v1/keys/{key_id}/rotate", "refresh", needs("keys:rotate")),
                new RouteSpec("POST", "/v1/keys/{key_id}/rotate/finish", "refresh", needs("keys:rotate")),
                new RouteSpec("POST", "/v1/refresh", "refresh", needs()),
                new RouteSpec("POST", "/v1/keys/{key_id}/revoke", "revoke", needs("keys:revoke")),
                new RouteSpec("POST", "/v1/keys/revoke", "revoke", needs("keys:revoke")),
                new RouteSpec("DELETE", "/v1/keys/{key_id}", "revoke", needs("keys:delete")),
                new RouteSpec("POST", "/v1/revoke", "revoke", new Access.Unguarded(100, 200)),
                new RouteSpec("GET", "/v1/keys", "manage", needs("keys:read")),
                new RouteSpec("GET", "/v1/keys/{key_id}", "manage", needs("keys:read")),
                new RouteSpec("GET", "/v1/keys/{key_id}/usage", "manage", needs("keys:read")),
                new RouteSpec("PATCH", "/v1/keys/{key_id}", "manage", needs("keys:update")),
                new RouteSpec("GET", "/v1/me", "manage", needs()),
                new RouteSpec("GET", "/v1/validate", "manage", new Access.Unguarded(100, 200)),
                new RouteSpec("POST", "/v1/introspect", "manage", needs("tokens:introspect")),
                new RouteSpec("GET", "/.well-known/jwks.json", "manage", new Access.Unguarded(100, 200)),
                new RouteSpec("GET", "/v1/events", "reports", needs("audit:read")),
                new RouteSpec("GET", "/v1/keys/{key_id}/events", "reports", needs("audit:read")),
                new RouteSpec("GET", "/v1/reports/expiring", "reports", needs("reports:read")),
                new RouteSpec("GET", "/v1/reports/unused", "reports", needs("reports:read")),
                new RouteSpec("GET", "/v1/reports/usage", "reports", needs("reports:read")));
    }

    private static Access needs(String... scopes) {
        return new Access.Guarded(Set.of(scopes));
    }

    private static List<FunctionSpec> functions(Naming naming, ApiSpec api) {
        Map<String, String> common = Map.of(
                "KEYSMITH_IMPORT_PATTERNS", IMPORT_PATTERNS,
                "KEYSMITH_KEYS_TABLE", naming.keysTable(),
                "KEYSMITH_VERIFICATION_SECRET", naming.verificationSecret(),
                "KEYSMITH_KEY_PREFIX", naming.keyPrefix(),
                "KEYSMITH_ISSUER", naming.issuer(),
                "KEYSMITH_AUDIENCES", allAudiences(naming),
                "KEYSMITH_MAX_STALENESS", MAX_STALENESS.toString(),
                "JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
        Map<String, String> withState = with(common, Map.of("KEYSMITH_STATE_TABLE", naming.stateTable()));
        Map<String, String> signing = with(withState, Map.of("KEYSMITH_SIGNING_SECRET", naming.signingSecret()));
        DatabaseEnvironment database = new DatabaseEnvironment(naming.database());
        return List.of(
                new FunctionSpec(
                        "authorizer",
                        Path.of("authorizer/target/function.zip"),
                        "dev.keysmith.authorizer.AuthorizerHandler",
                        512,
                        Duration.ofSeconds(10),
                        with(
                                withState,
                                Map.of(
                                        "KEYSMITH_AUDIENCES", naming.audience(),
                                        "KEYSMITH_ROUTES", api.routeTable(),
                                        "KEYSMITH_USAGE_KEY", USAGE_KEY)),
                        FunctionPermissions.authorizer(naming),
                        false),
                proxy("issue", signing, FunctionPermissions.issue(naming)),
                proxy("refresh", signing, FunctionPermissions.refresh(naming)),
                proxy(
                        "revoke",
                        with(withState, Map.of("KEYSMITH_ISSUE_IN_FLIGHT", ISSUE_IN_FLIGHT.toString())),
                        FunctionPermissions.revoke(naming)),
                proxy("manage", withState, FunctionPermissions.manage(naming)),
                new FunctionSpec(
                        ROTATION,
                        ROTATION_ARTIFACT,
                        "dev.keysmith.functions.rotatesecret.RotateSecretHandler",
                        512,
                        ROTATION_TIMEOUT,
                        with(
                                common,
                                Map.of(
                                        "KEYSMITH_SIGNING_SECRET", naming.signingSecret(),
                                        "KEYSMITH_LEDGER_SECRET", naming.ledgerSecret())),
                        FunctionPermissions.rotateSecret(naming),
                        false),
                new FunctionSpec(
                        BOOTSTRAP,
                        ROTATION_ARTIFACT,
                        "dev.keysmith.functions.rotatesecret.BootstrapHandler",
                        512,
                        BOOTSTRAP_TIMEOUT,
                        with(
                                common,
                                Map.of(
                                        "KEYSMITH_SIGNING_SECRET", naming.signingSecret(),
                                        "KEYSMITH_LEDGER_SECRET", naming.ledgerSecret(),
                                        "KEYSMITH_ADMIN_KEY_SECRET", naming.adminKeySecret())),
                        FunctionPermissions.bootstrap(naming),
                        false),
                new FunctionSpec(
                        LEDGER,
                        LEDGER_ARTIFACT,
                        "dev.keysmith.functions.ledger.LedgerHandler",
                        512,
                        LEDGER_TIMEOUT,
                        with(ledgerSettings(naming), database.writer()),
                        FunctionPermissions.ledger(naming),
                        true),
                new FunctionSpec(
                        LEDGER_TASK,
                        LEDGER_ARTIFACT,
                        "dev.keysmith.functions.ledger.LedgerTaskHandler",
                        1024,
                        LEDGER_TASK_TIMEOUT,
                        with(with(ledgerSettings(naming), database.owner()), database.users()),
                        FunctionPermissions.ledgerTask(naming),
                        true),
                new FunctionSpec(
                        LEDGER_MIGRATE,
                        LEDGER_ARTIFACT,
                        "dev.keysmith.functions.ledger.LedgerMigrateHandler",
                        512,
                        LEDGER_TASK_TIMEOUT,
                        with(with(JAVA, database.owner()), database.users()),
                        FunctionPermissions.ledgerMigrate(naming),
                        true),
                new FunctionSpec(
                        "reports",
                        LEDGER_ARTIFACT,
                        PROXY_HANDLER,
                        512,
                        PROXY_TIMEOUT,
                        with(JAVA, database.reader()),
                        FunctionPermissions.reports(naming),
                        true));
    }

    private static Map<String, String> ledgerSettings(Naming naming) {
        return Map.of(
                "KEYSMITH_LEDGER_SECRET", naming.ledgerSecret(),
                "KEYSMITH_KEYS_TABLE", naming.keysTable(),
                "KEYSMITH_STATE_TABLE", naming.stateTable(),
                "KEYSMITH_LEDGER_STORE", naming.ledgerStore(),
                "JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
    }

    /** The functions mint tokens for all audiences, and tell of them; the authorizer takes those for its own API alone. */
    private static String allAudiences(Naming naming) {
        return Stream.concat(Stream.of(naming.audience()), naming.furtherAudiences().stream())
                .collect(Collectors.joining(" "));
    }

    private static FunctionSpec proxy(String name, Map<String, String> environment, Permissions permissions) {
        return new FunctionSpec(
                name,
                Path.of("functions/" + name + "/target/function.zip"),
                PROXY_HANDLER,
                512,
                PROXY_TIMEOUT,
                environment,
                permissions,
                false);
    }

    private static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(base);
        all.putAll(more);
        return all;
    }
}
