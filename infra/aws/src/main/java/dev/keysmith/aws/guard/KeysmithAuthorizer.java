package dev.keysmith.aws.guard;

import dev.keysmith.aws.KeysmithReference;
import dev.keysmith.aws.function.FunctionHost;
import dev.keysmith.aws.function.KeysmithFunction;
import dev.keysmith.aws.function.ResourceArns;
import dev.keysmith.aws.function.Start;
import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.GatewayResponseSpec;
import dev.keysmith.blueprint.Naming;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awscdk.Names;
import software.amazon.awscdk.UniqueResourceNameOptions;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * Keysmith's authorizer for an API of your own: a function with your route rules and a role of its own. Put it in front of one API by
 * {@link #guard(RestApi)} or {@link #guard(HttpApi)}, before the API's routes are added.
 */
public final class KeysmithAuthorizer extends Construct {

    /** What the gateway answers because of the authorizer. Whatever else it answers is the API's own affair. */
    private static final Set<String> RESPONSES = Set.of(
            "UNAUTHORIZED", "ACCESS_DENIED", "AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR", "INVALID_API_KEY");

    private static final String JAVA_OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final String WITHIN_LIMITS = "keysmith-within-limits-";
    private static final int LONGEST_USAGE_KEY = 128;

    /** The names in the blueprint's permissions; what they stand for is the deployment's. */
    private static final Naming NAMES = Naming.standard();

    private static final Blueprint BLUEPRINT = Blueprint.of(NAMES);

    private final KeysmithAuthorizerProps props;
    private final String usageKey;
    private final KeysmithFunction function;
    private boolean guards;

    /** Makes the function. */
    public KeysmithAuthorizer(Construct scope, String id, KeysmithAuthorizerProps props) {
        super(scope, id);
        this.props = props;
        // An account has each value once in a region.
        this.usageKey = WITHIN_LIMITS
                + Names.uniqueResourceName(
                        this,
                        UniqueResourceNameOptions.builder()
                                .maxLength(LONGEST_USAGE_KEY - WITHIN_LIMITS.length())
                                .separator("-")
                                .build());
        this.function = new KeysmithFunction(
                this, "Function", spec(), host(), Start.FROM_SNAPSHOT, props.reservedConcurrency());
    }

    /** Puts it in front of a REST API. Throws {@link IllegalStateException} where it guards an API already. */
    public RestGuard guard(RestApi api) {
        once();
        return new RestGuard(
                this,
                "Guard",
                api,
                function.alias(),
                new RestGuardProps(
                        props.rules(),
                        props.unguarded(),
                        props.refusal(),
                        usageKey,
                        BLUEPRINT.api().gatewayResponses().stream()
                                .filter(KeysmithAuthorizer::isOwn)
                                .toList()));
    }

    /** Puts it in front of an HTTP API. Throws {@link IllegalStateException} where it guards an API already. */
    public HttpGuard guard(HttpApi api) {
        once();
        return new HttpGuard(this, "Guard", api, function.alias(), props.rules(), props.unguarded());
    }

    /** The function, for alarms and dashboards. */
    public KeysmithFunction function() {
        return function;
    }

    private void once() {
        if (guards) {
            throw new IllegalStateException("an authorizer guards one API: its rules are that API's");
        }
        guards = true;
    }

    private static boolean isOwn(GatewayResponseSpec response) {
        return RESPONSES.contains(response.type());
    }

    private FunctionSpec spec() {
        FunctionSpec base = BLUEPRINT.function(BLUEPRINT.api().authorizer());
        return base.withMemoryMegabytes(props.memoryMegabytes())
                .withEnvironment(
                        environment(Optional.ofNullable(base.environment().get(JAVA_OPTIONS))));
    }

    private Map<String, String> environment(Optional<String> javaOptions) {
        KeysmithReference keysmith = props.keysmith();
        Map<String, String> environment = new HashMap<>(keysmith.shared());
        javaOptions.ifPresent(options -> environment.put(JAVA_OPTIONS, options));
        environment.put("KEYSMITH_KEYS_TABLE", keysmith.keys().getTableName());
        environment.put("KEYSMITH_STATE_TABLE", keysmith.state().getTableName());
        environment.put("KEYSMITH_VERIFICATION_SECRET", nameOrArn(keysmith.verification()));
        environment.put("KEYSMITH_KEY_PREFIX", keysmith.keyPrefix());
        environment.put("KEYSMITH_ISSUER", keysmith.issuer());
        environment.put("KEYSMITH_AUDIENCES", String.join(" ", props.audiences()));
        environment.put("KEYSMITH_ROUTES", props.rules().text());
        environment.put("KEYSMITH_USAGE_KEY", usageKey);
        environment.put("KEYSMITH_LIMIT_REFUSAL", props.refusal().value());
        environment.put("KEYSMITH_METERING", props.metering().value());
        props.anonymousRole().ifPresent(role -> environment.put("KEYSMITH_ANONYMOUS_ROLE", role));
        return environment;
    }

    private FunctionHost host() {
        KeysmithReference keysmith = props.keysmith();
        return new FunctionHost(
                props.name(),
                props.project(),
                props.architecture(),
                props.logRetention(),
                new ResourceArns(
                        Map.of(NAMES.verificationSecret(), wholeArn(keysmith.verification())),
                        Map.of(
                                NAMES.keysTable(), keysmith.keys().getTableArn(),
                                NAMES.stateTable(), keysmith.state().getTableArn())),
                keysmith.encryptionKey(),
                Optional.empty());
    }

    private static String nameOrArn(ISecret secret) {
        String whole = secret.getSecretFullArn();
        return whole == null ? secret.getSecretName() : whole;
    }

    /** Secrets Manager adds six characters to a secret's name; who imported it by its name does not know them. */
    private static String wholeArn(ISecret secret) {
        String whole = secret.getSecretFullArn();
        return whole == null ? secret.getSecretArn() + "-??????" : whole;
    }
}
