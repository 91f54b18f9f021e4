package dev.keysmith.aws.api;

import dev.keysmith.blueprint.Access;
import dev.keysmith.blueprint.ApiSpec;
import dev.keysmith.blueprint.RouteSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.ApiKeySourceType;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.EndpointConfiguration;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.IAuthorizer;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodDeploymentOptions;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * Keysmith's own REST API: a method for each route of the blueprint, throttled, traced, with an access log that holds no credential,
 * no path as it was sent, and no query. Bodies are never logged.
 */
public final class KeysmithApi extends Construct {

    private static final String EVERYTHING = "*/*";

    private final RestApi api;
    private final ApiSpec spec;

    /**
     * Makes the API without its methods.
     *
     * @param name the API's name
     * @param throttle the most requests a second and at once, of all routes together
     * @param onlyFrom networks (CIDR) that alone may call it; empty for everybody
     */
    public KeysmithApi(
            Construct scope,
            String id,
            String name,
            ApiSpec spec,
            Throttle throttle,
            List<String> onlyFrom,
            RetentionDays logRetention) {
        super(scope, id);
        this.spec = spec;
        LogGroup accessLog = LogGroup.Builder.create(this, "AccessLog")
                .retention(logRetention)
                .build();
        RestApi.Builder builder = RestApi.Builder.create(this, "Api")
                .restApiName(name)
                .description("Keysmith: issues, refreshes and revokes API keys")
                .endpointConfiguration(EndpointConfiguration.builder()
                        .types(List.of(EndpointType.REGIONAL))
                        .build())
                // So that functions see the bytes of a body as they were sent.
                .binaryMediaTypes(List.of(EVERYTHING))
                .apiKeySourceType(ApiKeySourceType.AUTHORIZER)
                .cloudWatchRole(true)
                .deployOptions(StageOptions.builder()
                        .stageName(spec.stage())
                        .tracingEnabled(true)
                        .metricsEnabled(true)
                        .loggingLevel(MethodLoggingLevel.ERROR)
                        // Bodies and headers are not for a log.
                        .dataTraceEnabled(false)
                        .throttlingRateLimit(throttle.ratePerSecond())
                        .throttlingBurstLimit(throttle.burst())
                        .methodOptions(ownThrottles(spec))
                        .accessLogDestination(new LogGroupLogDestination(accessLog))
                        .accessLogFormat(AccessLogFormat.custom(ACCESS_LOG))
                        .build());
        if (!onlyFrom.isEmpty()) {
            builder.policy(only(onlyFrom));
        }
        api = builder.build();
    }

    /** What an access log line holds: the route's pattern, never the path; the credential's key id, never the credential. */
    private static final String ACCESS_LOG =
            "{\"request_id\":\"$context.requestId\",\"at\":\"$context.requestTimeEpoch\","
                    + "\"source_ip\":\"$context.identity.sourceIp\",\"method\":\"$context.httpMethod\","
                    + "\"resource\":\"$context.resourcePath\",\"status\":\"$context.status\","
                    + "\"response_type\":\"$context.error.responseType\",\"key_id\":\"$context.authorizer.key_id\","
                    + "\"authorizer_status\":\"$context.authorizer.status\","
                    + "\"authorizer_milliseconds\":\"$context.authorizer.latency\","
                    + "\"integration_status\":\"$context.integration.status\","
                    + "\"milliseconds\":\"$context.responseLatency\"}";

    /** What everybody may call is throttled by itself: nothing stands before it. */
    private static Map<String, MethodDeploymentOptions> ownThrottles(ApiSpec spec) {
        Map<String, MethodDeploymentOptions> options = new LinkedHashMap<>();
        for (RouteSpec route : spec.routes()) {
            if (route.access() instanceof Access.Unguarded unguarded) {
                options.put(
                        route.resource() + "/" + route.method(),
                        MethodDeploymentOptions.builder()
                                .throttlingRateLimit(unguarded.ratePerSecond())
                                .throttlingBurstLimit(unguarded.burst())
                                .loggingLevel(MethodLoggingLevel.ERROR)
                                .dataTraceEnabled(false)
                                .metricsEnabled(true)
                                .build());
            }
        }
        return options;
    }

    private static PolicyDocument only(List<String> networks) {
        String everyRoute = "execute-api:/*";
        return PolicyDocument.Builder.create()
                .statements(List.of(
                        PolicyStatement.Builder.create()
                                .effect(Effect.ALLOW)
                                .principals(List.of(new AnyPrincipal()))
                                .actions(List.of("execute-api:Invoke"))
                                .resources(List.of(everyRoute))
                                .build(),
                        PolicyStatement.Builder.create()
                                .effect(Effect.DENY)
                                .principals(List.of(new AnyPrincipal()))
                                .actions(List.of("execute-api:Invoke"))
                                .resources(List.of(everyRoute))
                                .conditions(Map.of("NotIpAddress", Map.of("aws:SourceIp", networks)))
                                .build()))
                .build();
    }

    /** The API. */
    public RestApi api() {
        return api;
    }

    /** Adds the methods; {@code authorizer} stands before what is guarded, and such a method needs the usage plan's key. */
    public void addMethods(IAuthorizer authorizer, Map<String, Alias> functions) {
        Map<String, LambdaIntegration> integrations = new HashMap<>();
        for (RouteSpec route : spec.routes()) {
            LambdaIntegration integration = integrations.computeIfAbsent(
                    route.function(), function -> integration(Optional.ofNullable(functions.get(function))));
            api.getRoot()
                    .resourceForPath(route.resource())
                    .addMethod(route.method(), integration, options(route.access(), authorizer));
        }
    }

    private static LambdaIntegration integration(Optional<Alias> function) {
        return LambdaIntegration.Builder.create(function.orElseThrow())
                .allowTestInvoke(false)
                .scopePermissionToMethod(true)
                .build();
    }

    private static MethodOptions options(Access access, IAuthorizer authorizer) {
        return switch (access) {
            case Access.Guarded _ ->
                MethodOptions.builder()
                        .authorizationType(AuthorizationType.CUSTOM)
                        .authorizer(authorizer)
                        .apiKeyRequired(true)
                        .build();
            case Access.Unguarded _ ->
                MethodOptions.builder()
                        .authorizationType(AuthorizationType.NONE)
                        .apiKeyRequired(false)
                        .build();
        };
    }
}
