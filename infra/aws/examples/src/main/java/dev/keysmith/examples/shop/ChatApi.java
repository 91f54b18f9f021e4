package dev.keysmith.examples.shop;

import dev.keysmith.aws.KeysmithReference;
import dev.keysmith.aws.guard.HttpGuard;
import dev.keysmith.aws.guard.KeysmithAuthorizer;
import dev.keysmith.aws.guard.KeysmithAuthorizerProps;
import dev.keysmith.aws.guard.Metering;
import dev.keysmith.aws.guard.RouteRules;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpUrlIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.amazon.awscdk.services.apigatewayv2.HttpRouteIntegration;
import software.amazon.awscdk.services.apigatewayv2.HttpRouteKey;
import software.amazon.awscdk.services.apigatewayv2.MappingValue;
import software.amazon.awscdk.services.apigatewayv2.ParameterMapping;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** An HTTP API before the same backends. What is over its limit is a 403 there, since an HTTP API has no other answer. */
final class ChatApi extends Construct {

    private final HttpApi api;
    private final HttpGuard guard;

    ChatApi(
            Construct scope,
            String id,
            KeysmithReference keysmith,
            Path keysmithProject,
            Function orders,
            String backend) {
        super(scope, id);
        api = new HttpApi(this, "Api");
        guard = new KeysmithAuthorizer(
                        this,
                        "Authorizer",
                        KeysmithAuthorizerProps.of(keysmith, keysmithProject, "chat")
                                .audiences("https://chat.example.com")
                                .rules(RouteRules.of(
                                        "ANY /chat/{proxy+} chat:write",
                                        "GET /orders/{order_id} orders:read",
                                        "ANY $default chat:admin"))
                                .metering(Metering.STRICT)
                                .build())
                .guard(api);
        add("/chat/{proxy+}", HttpMethod.ANY, toBackend("Chat", backend + "/chat/{proxy}"));
        add("/orders/{order_id}", HttpMethod.GET, new HttpLambdaIntegration("Orders", orders));
        HttpRoute.Builder.create(this, "CatchAll")
                .httpApi(api)
                .routeKey(HttpRouteKey.DEFAULT)
                .integration(toBackend("Everything", backend))
                .authorizer(guard.authorizer())
                .build();
    }

    private void add(String path, HttpMethod method, HttpRouteIntegration integration) {
        api.addRoutes(AddRoutesOptions.builder()
                .path(path)
                .methods(List.of(method))
                .integration(integration)
                .authorizer(guard.authorizer())
                .build());
    }

    /** Overwritten, not appended: a client could send figures of its own. */
    private static HttpUrlIntegration toBackend(String id, String url) {
        return HttpUrlIntegration.Builder.create(id, url)
                .parameterMapping(new ParameterMapping()
                        .overwriteHeader("X-Owner", MappingValue.contextVariable("authorizer.owner"))
                        .overwriteHeader("X-Rate-Remaining", MappingValue.contextVariable("authorizer.rate_remaining")))
                .build();
    }
}
