package dev.keysmith.examples.shop;

import dev.keysmith.aws.KeysmithReference;
import dev.keysmith.aws.guard.KeysmithAuthorizer;
import dev.keysmith.aws.guard.KeysmithAuthorizerProps;
import dev.keysmith.aws.guard.RestGuard;
import dev.keysmith.aws.guard.RouteRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.HttpIntegration;
import software.amazon.awscdk.services.apigateway.HttpIntegrationProps;
import software.amazon.awscdk.services.apigateway.IResource;
import software.amazon.awscdk.services.apigateway.IntegrationOptions;
import software.amazon.awscdk.services.apigateway.IntegrationResponse;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.MethodResponse;
import software.amazon.awscdk.services.apigateway.MockIntegration;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** A REST API: the shop's function, and its HTTP backend, which is told how the caller's limits stand. */
final class OrdersApi extends Construct {

    OrdersApi(
            Construct scope,
            String id,
            KeysmithReference keysmith,
            Path keysmithProject,
            Function orders,
            String backend) {
        super(scope, id);
        RestApi api = new RestApi(this, "Api");
        RestGuard guard = new KeysmithAuthorizer(
                        this,
                        "Authorizer",
                        KeysmithAuthorizerProps.of(keysmith, keysmithProject, "orders")
                                .audiences("https://orders.example.com")
                                .rules(RouteRules.parse("""
                                        GET  /orders/{order_id}  orders:read
                                        GET  /reports/{proxy+}   any reports:read reports:admin
                                        """))
                                .unguarded("GET /health")
                                .build())
                .guard(api);
        api.getRoot()
                .resourceForPath("/orders/{order_id}")
                .addMethod("GET", new LambdaIntegration(orders), guard.guarded());
        api.getRoot()
                .resourceForPath("/reports/{proxy+}")
                .addMethod("GET", backend(backend), withPath(guard.guarded()));
        addHealth(api.getRoot().addResource("health"));
    }

    private static HttpIntegration backend(String url) {
        return new HttpIntegration(
                url + "/reports/{proxy}",
                HttpIntegrationProps.builder()
                        .proxy(true)
                        .options(IntegrationOptions.builder()
                                .requestParameters(Map.of(
                                        "integration.request.path.proxy", "method.request.path.proxy",
                                        "integration.request.header.X-Owner", "context.authorizer.owner",
                                        "integration.request.header.X-Rate-Remaining",
                                                "context.authorizer.rate_remaining"))
                                .build())
                        .build());
    }

    private static MethodOptions withPath(MethodOptions guarded) {
        return MethodOptions.builder()
                .authorizationType(guarded.getAuthorizationType())
                .authorizer(guarded.getAuthorizer())
                .apiKeyRequired(guarded.getApiKeyRequired())
                .requestParameters(Map.of("method.request.path.proxy", true))
                .build();
    }

    /** For load balancers and the like, which have no key. */
    private static void addHealth(IResource health) {
        health.addMethod(
                "GET",
                MockIntegration.Builder.create()
                        .requestTemplates(Map.of("application/json", "{\"statusCode\": 204}"))
                        .integrationResponses(List.of(
                                IntegrationResponse.builder().statusCode("204").build()))
                        .build(),
                MethodOptions.builder()
                        .methodResponses(List.of(
                                MethodResponse.builder().statusCode("204").build()))
                        .build());
    }
}
