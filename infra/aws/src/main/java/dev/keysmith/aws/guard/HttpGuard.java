package dev.keysmith.aws.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.HttpAuthorizerAttributes;
import software.amazon.awscdk.services.apigatewayv2.IHttpRouteAuthorizer;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Permission;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * An authorizer function in front of an HTTP API: payload format 2.0 and simple responses, no identity sources, no cache, and the
 * permission for this authorizer alone to invoke the function. Synthesis fails where the API and its rules do not match.
 */
public final class HttpGuard extends Construct {

    private static final String CUSTOM = "CUSTOM";

    private final HttpApi api;
    private final CfnAuthorizer authorizer;
    private final IHttpRouteAuthorizer reference;
    private final RouteChecks checks;

    /**
     * Puts it there.
     *
     * @param function what decides; an alias
     * @param unguarded the routes that the authorizer is not for, as lines {@code METHOD /resource}
     * @throws IllegalArgumentException where a line is of another form
     */
    public HttpGuard(
            Construct scope, String id, HttpApi api, IFunction function, RouteRules rules, List<String> unguarded) {
        super(scope, id);
        this.api = api;
        this.checks =
                new RouteChecks(rules, unguarded.stream().map(RouteLine::route).toList(), false);
        authorizer = CfnAuthorizer.Builder.create(this, "Authorizer")
                .apiId(api.getApiId())
                .name(id)
                .authorizerType("REQUEST")
                .authorizerUri(
                        "arn:" + Aws.PARTITION + ":apigateway:" + Stack.of(this).getRegion()
                                + ":lambda:path/2015-03-31/functions/" + function.getFunctionArn() + "/invocations")
                .authorizerPayloadFormatVersion("2.0")
                .enableSimpleResponses(true)
                .authorizerResultTtlInSeconds(0)
                .build();
        function.addPermission(
                "By-" + getNode().getAddr(),
                Permission.builder()
                        .scope(this)
                        .principal(new ServicePrincipal("apigateway.amazonaws.com"))
                        .sourceArn(Stack.of(this)
                                .formatArn(ArnComponents.builder()
                                        .service("execute-api")
                                        .resource(api.getApiId())
                                        .resourceName("authorizers/" + authorizer.getRef())
                                        .build()))
                        .build());
        reference = HttpAuthorizer.fromHttpAuthorizerAttributes(
                this,
                "Reference",
                HttpAuthorizerAttributes.builder()
                        .authorizerId(authorizer.getRef())
                        .authorizerType(CUSTOM)
                        .build());
        getNode().addValidation(this::problems);
    }

    /** What a guarded route needs: {@code AddRoutesOptions.builder().authorizer(guard.authorizer())}. */
    public IHttpRouteAuthorizer authorizer() {
        return reference;
    }

    private List<String> problems() {
        List<ApiRoute> routes = new ArrayList<>();
        for (IConstruct construct : getNode().getRoot().getNode().findAll()) {
            if (construct instanceof CfnRoute route && api.getApiId().equals(route.getApiId())) {
                routes.add(route(route));
            }
        }
        List<String> problems = new ArrayList<>(checks.problems(routes));
        List<String> sources = authorizer.getIdentitySource();
        ResultCache.problem(
                        Optional.ofNullable(authorizer.getAuthorizerResultTtlInSeconds()),
                        sources == null ? List.of() : sources)
                .ifPresent(problems::add);
        return problems;
    }

    private ApiRoute route(CfnRoute route) {
        String key = route.getRouteKey();
        int space = key.indexOf(' ');
        boolean guarded = CUSTOM.equals(route.getAuthorizationType())
                && authorizer.getRef().equals(route.getAuthorizerId());
        return new ApiRoute(
                space < 0 ? ApiRoute.ANY : key.substring(0, space), key.substring(space + 1), guarded, false);
    }
}
