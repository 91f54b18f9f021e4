package dev.keysmith.aws.guard;

import dev.keysmith.blueprint.GatewayResponseSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.apigateway.ApiKey;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.CfnAuthorizer;
import software.amazon.awscdk.services.apigateway.CfnMethod;
import software.amazon.awscdk.services.apigateway.CfnRestApi;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.IAuthorizer;
import software.amazon.awscdk.services.apigateway.Method;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.RequestAuthorizer;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.lambda.IFunction;
import software.constructs.Construct;

/**
 * An authorizer function in front of a REST API: the REQUEST authorizer without identity sources and without a cache, the permission for
 * this authorizer alone to invoke the function, the gateway's own answers, and the usage plan behind a 429. Synthesis fails where the API and
 * its rules do not match, and where a guarded method lets pass what is over a limit.
 */
public final class RestGuard extends Construct {

    private static final String FROM_AUTHORIZER = "AUTHORIZER";
    private static final String CUSTOM = "CUSTOM";

    private final RestApi api;
    private final RequestAuthorizer authorizer;
    private final RouteChecks checks;

    /**
     * Puts it there.
     *
     * @param function what decides; an alias
     * @throws IllegalArgumentException where a line is of another form, or where the API takes its usage plans' keys from a header
     */
    public RestGuard(Construct scope, String id, RestApi api, IFunction function, RestGuardProps props) {
        super(scope, id);
        this.api = api;
        this.checks = new RouteChecks(
                props.rules(),
                props.unguarded().stream().map(RouteLine::route).toList(),
                props.refusal() == LimitRefusal.USAGE_KEY);
        // It also lets this authorizer invoke the function, by its ARN, and nothing else.
        authorizer = RequestAuthorizer.Builder.create(this, "Authorizer")
                .handler(function)
                .identitySources(List.of())
                .resultsCacheTtl(Duration.seconds(0))
                .build();
        // Not an empty text, which is not the same as none.
        cfnAuthorizer().addPropertyDeletionOverride("IdentitySource");
        takeKeysFromAuthorizer();
        addUsagePlan(props.usageKey());
        props.responses().forEach(this::addResponse);
        getNode().addValidation(this::problems);
    }

    /** The authorizer, for the API's default or for single methods. */
    public IAuthorizer authorizer() {
        return authorizer;
    }

    /** What a guarded method needs: {@code resource.addMethod("GET", integration, guard.guarded())}. */
    public MethodOptions guarded() {
        return MethodOptions.builder()
                .authorizationType(AuthorizationType.CUSTOM)
                .authorizer(authorizer)
                .apiKeyRequired(checks.keyNeeded())
                .build();
    }

    private CfnAuthorizer cfnAuthorizer() {
        return (CfnAuthorizer) authorizer.getNode().findChild("Resource");
    }

    private void takeKeysFromAuthorizer() {
        CfnRestApi cfn = (CfnRestApi) api.getNode().findChild("Resource");
        String source = cfn.getApiKeySourceType();
        if (source != null && !source.equals(FROM_AUTHORIZER)) {
            throw new IllegalArgumentException(
                    "the API takes the keys of its usage plans from a header; they have to come from the authorizer");
        }
        cfn.setApiKeySourceType(FROM_AUTHORIZER);
    }

    private void addUsagePlan(String usageKey) {
        UsagePlan plan = UsagePlan.Builder.create(this, "UsagePlan")
                .description("Of a call that is within its limits. It throttles nothing")
                .apiStages(List.of(UsagePlanPerApiStage.builder()
                        .api(api)
                        .stage(api.getDeploymentStage())
                        .build()))
                .build();
        plan.addApiKey(ApiKey.Builder.create(this, "WithinLimits")
                .description("What the authorizer names for a call that is within its limits. No secret")
                .value(usageKey)
                .build());
    }

    private void addResponse(GatewayResponseSpec response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name, "'" + value + "'"));
        response.contextHeaders().forEach((name, variable) -> headers.put(name, "context." + variable));
        GatewayResponseOptions.Builder options = GatewayResponseOptions.builder()
                .type(ResponseType.of(response.type()))
                .responseHeaders(headers)
                .templates(Map.of("application/json", response.body()));
        response.status().ifPresent(status -> options.statusCode(Integer.toString(status)));
        api.addGatewayResponse("Keysmith-" + response.type(), options.build());
    }

    private List<String> problems() {
        List<ApiRoute> routes = api.getMethods().stream().map(this::route).toList();
        List<String> problems = new ArrayList<>(checks.problems(routes));
        CfnAuthorizer cfn = cfnAuthorizer();
        String sources = cfn.getIdentitySource();
        ResultCache.problem(
                        Optional.ofNullable(cfn.getAuthorizerResultTtlInSeconds()),
                        sources == null || sources.isEmpty() ? List.of() : List.of(sources.split(",")))
                .ifPresent(problems::add);
        return problems;
    }

    private ApiRoute route(Method method) {
        CfnMethod cfn = (CfnMethod) method.getNode().findChild("Resource");
        boolean guarded = CUSTOM.equals(cfn.getAuthorizationType())
                && authorizer.getAuthorizerId().equals(cfn.getAuthorizerId());
        return new ApiRoute(
                method.getHttpMethod(),
                method.getResource().getPath(),
                guarded,
                Boolean.TRUE.equals(cfn.getApiKeyRequired()));
    }
}
