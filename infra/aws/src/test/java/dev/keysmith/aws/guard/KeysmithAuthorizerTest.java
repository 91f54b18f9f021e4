package dev.keysmith.aws.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.aws.KeysmithReference;
import dev.keysmith.aws.testing.NeedsNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpUrlIntegration;
import software.amazon.awscdk.services.apigateway.CfnAuthorizer;
import software.amazon.awscdk.services.apigateway.Method;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.MockIntegration;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.secretsmanager.Secret;

/** Somebody's REST API and HTTP API, each behind an authorizer: the template, and what is not synthesized. */
@NeedsNode
final class KeysmithAuthorizerTest {

    /** Tests run in the module's folder. */
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    private static JsonNode resources = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void synthesizeOnce() {
        Fixture fixture = new Fixture();
        fixture.rest("GET", "/orders/{order_id}", fixture.restGuard.guarded());
        fixture.rest("GET", "/health", MethodOptions.builder().build());
        fixture.http("/chat/{proxy+}", true);
        resources = new ObjectMapper()
                .valueToTree(Template.fromStack(fixture.stack).toJSON())
                .path("Resources");
    }

    @Test
    void restAuthorizerSeesEachRequestAndKeepsNothing() {
        JsonNode authorizer = only("AWS::ApiGateway::Authorizer");

        assertThat(authorizer.path("Type").asText()).isEqualTo("REQUEST");
        assertThat(authorizer.path("AuthorizerResultTtlInSeconds").isInt()).isTrue();
        assertThat(authorizer.path("AuthorizerResultTtlInSeconds").asInt()).isZero();
        assertThat(authorizer.has("IdentitySource")).isFalse();
    }

    @Test
    void httpAuthorizerSeesEachRequestAndKeepsNothing() {
        JsonNode authorizer = only("AWS::ApiGatewayV2::Authorizer");

        assertThat(authorizer.path("AuthorizerType").asText()).isEqualTo("REQUEST");
        assertThat(authorizer.path("AuthorizerPayloadFormatVersion").asText()).isEqualTo("2.0");
        assertThat(authorizer.path("EnableSimpleResponses").asBoolean()).isTrue();
        assertThat(authorizer.path("AuthorizerResultTtlInSeconds").isInt()).isTrue();
        assertThat(authorizer.path("AuthorizerResultTtlInSeconds").asInt()).isZero();
        assertThat(authorizer.has("IdentitySource")).isFalse();
    }

    @Test
    void nobodyButTheTwoAuthorizersMayInvokeTheFunctions() {
        List<JsonNode> permissions = all("AWS::Lambda::Permission");

        assertThat(permissions).hasSize(2).allSatisfy(permission -> {
            assertThat(permission.path("Action").asText()).isEqualTo("lambda:InvokeFunction");
            assertThat(permission.path("Principal").asText()).isEqualTo("apigateway.amazonaws.com");
            // An alias, not the function.
            assertThat(permission.path("FunctionName").path("Ref").asText()).contains("Alias");
            assertThat(permission.path("SourceArn").toString())
                    .contains("execute-api", "/authorizers/")
                    .doesNotContain("*");
        });
        assertThat(permissions)
                .extracting(permission -> permission.path("SourceArn").toString())
                .doesNotHaveDuplicates();
    }

    @Test
    void functionsHaveTheApisRulesAndWhatTheDeploymentSays() {
        List<JsonNode> functions = all("AWS::Lambda::Function");

        assertThat(functions).hasSize(2);
        JsonNode rest = functions.stream()
                .filter(function -> function.path("FunctionName").asText().equals("orders-authorizer"))
                .findFirst()
                .orElseThrow();
        JsonNode environment = rest.path("Environment").path("Variables");
        assertThat(environment.path("KEYSMITH_ROUTES").asText()).isEqualTo("GET /orders/{order_id} orders:read");
        assertThat(environment.path("KEYSMITH_AUDIENCES").asText()).isEqualTo("https://orders.example.com");
        assertThat(environment.path("KEYSMITH_METERING").asText()).isEqualTo("strict");
        assertThat(environment.path("KEYSMITH_LIMIT_REFUSAL").asText()).isEqualTo("usage-key");
        assertThat(environment.path("KEYSMITH_CREDENTIAL_HEADERS").asText()).isEqualTo("service-authorization");
        assertThat(environment.path("KEYSMITH_ISSUER").asText()).isEqualTo("https://keys.example.com");
        assertThat(environment.path("KEYSMITH_KEY_PREFIX").asText()).isEqualTo("ks");
        assertThat(environment.path("KEYSMITH_KEYS_TABLE").has("Ref")).isTrue();
        assertThat(rest.path("MemorySize").asInt()).isEqualTo(1024);
        assertThat(rest.path("ReservedConcurrentExecutions").asInt()).isEqualTo(50);
    }

    @Test
    void functionsMayReadKeysAndTheSecretAndWriteMetersAndNothingElse() {
        assertThat(all("AWS::IAM::Role").stream()
                        .filter(role -> role.path("Description").asText().contains("authorizer")))
                .hasSize(2)
                .allSatisfy(role -> {
                    JsonNode statements =
                            role.path("Policies").path(0).path("PolicyDocument").path("Statement");
                    assertThat(StreamSupport.stream(statements.spliterator(), false)
                                    .map(statement -> statement.path("Action").toString()))
                            .containsExactlyInAnyOrder(
                                    "\"dynamodb:GetItem\"",
                                    "\"dynamodb:UpdateItem\"",
                                    "\"secretsmanager:GetSecretValue\"",
                                    "[\"logs:CreateLogStream\",\"logs:PutLogEvents\"]",
                                    "[\"xray:PutTelemetryRecords\",\"xray:PutTraceSegments\"]");
                });
    }

    @Test
    void usagePlanHasTheOneKeyThatTheAuthorizerNames() {
        JsonNode key = only("AWS::ApiGateway::ApiKey");
        String value = key.path("Value").asText();

        assertThat(value).startsWith("keysmith-within-limits-").hasSizeBetween(20, 128);
        assertThat(key.path("Enabled").asBoolean()).isTrue();
        assertThat(all("AWS::Lambda::Function"))
                .anySatisfy(function -> assertThat(function.path("Environment")
                                .path("Variables")
                                .path("KEYSMITH_USAGE_KEY")
                                .asText())
                        .isEqualTo(value));
        assertThat(only("AWS::ApiGateway::UsagePlanKey").path("KeyType").asText())
                .isEqualTo("API_KEY");
        JsonNode plan = only("AWS::ApiGateway::UsagePlan");
        assertThat(plan.path("ApiStages")).hasSize(1);
        assertThat(plan.has("Throttle") || plan.has("Quota")).isFalse();
        assertThat(only("AWS::ApiGateway::RestApi").path("ApiKeySourceType").asText())
                .isEqualTo("AUTHORIZER");
    }

    @Test
    void gatewayAnswersForTheAuthorizerAndForNothingElse() {
        Map<String, JsonNode> responses = new TreeMap<>();
        all("AWS::ApiGateway::GatewayResponse")
                .forEach(response -> responses.put(response.path("ResponseType").asText(), response));

        assertThat(responses.keySet())
                .containsExactly(
                        "ACCESS_DENIED",
                        "AUTHORIZER_CONFIGURATION_ERROR",
                        "AUTHORIZER_FAILURE",
                        "INVALID_API_KEY",
                        "UNAUTHORIZED");
        JsonNode overLimit =
                Optional.ofNullable(responses.get("INVALID_API_KEY")).orElseThrow();
        assertThat(overLimit.path("StatusCode").asText()).isEqualTo("429");
        assertThat(overLimit
                        .path("ResponseParameters")
                        .path("gatewayresponse.header.Retry-After")
                        .asText())
                .isEqualTo("context.authorizer.retry_after");
        assertThat(overLimit
                        .path("ResponseParameters")
                        .path("gatewayresponse.header.Content-Type")
                        .asText())
                .isEqualTo("'application/problem+json'");
        assertThat(overLimit.path("ResponseTemplates").path("application/json").asText())
                .contains("$context.authorizer.code");
        assertThat(Optional.ofNullable(responses.get("UNAUTHORIZED"))
                        .orElseThrow()
                        .path("ResponseParameters")
                        .has("gatewayresponse.header.WWW-Authenticate"))
                .isTrue();
    }

    @Test
    void guardedMethodsNeedAuthorizerAndKey() {
        List<JsonNode> methods = all("AWS::ApiGateway::Method");

        assertThat(methods).hasSize(2);
        assertThat(methods.stream()
                        .filter(method ->
                                method.path("AuthorizationType").asText().equals("CUSTOM")))
                .singleElement()
                .satisfies(method -> {
                    assertThat(method.path("ApiKeyRequired").asBoolean()).isTrue();
                    assertThat(method.has("AuthorizerId")).isTrue();
                });
    }

    @Test
    void apiThatDoesNotMatchItsRulesIsNotSynthesized() {
        Fixture fixture = new Fixture();
        fixture.rest(
                "GET",
                "/orders/{order_id}",
                MethodOptions.builder()
                        .authorizer(fixture.restGuard.authorizer())
                        .build());
        fixture.rest("POST", "/orders", fixture.restGuard.guarded());
        fixture.rest("DELETE", "/orders", MethodOptions.builder().build());
        fixture.http("/chat/{proxy+}", false);
        ((CfnAuthorizer) fixture.restGuard
                        .getNode()
                        .findChild("Authorizer")
                        .getNode()
                        .findChild("Resource"))
                .setAuthorizerResultTtlInSeconds(300);

        assertThatThrownBy(fixture.app::synth)
                .hasMessageContaining("GET /orders/{order_id} does not require an API key (apiKeyRequired)")
                .hasMessageContaining("POST /orders is guarded, and no rule names it")
                .hasMessageContaining("DELETE /orders is not guarded")
                .hasMessageContaining("'GET /health' is named as unguarded, and the API has no such route")
                .hasMessageContaining("ANY /chat/{proxy+} is not guarded")
                .hasMessageContaining("the rule 'ANY /chat/* chat:write' decides on no guarded route")
                .hasMessageContaining("lacks the credential's header, the method, the route, the source IP");
    }

    private static JsonNode only(String type) {
        List<JsonNode> found = all(type);
        assertThat(found).as(type).hasSize(1);
        return found.getFirst();
    }

    /** The properties of all resources of a type. */
    private static List<JsonNode> all(String type) {
        return StreamSupport.stream(resources.spliterator(), false)
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"))
                .toList();
    }

    /** A stack with both APIs and their guards, and no routes yet. */
    private static final class Fixture {

        final App app = new App();
        final Stack stack = new Stack(app, "Shop");
        final RestApi restApi = new RestApi(stack, "Orders");
        final HttpApi httpApi = new HttpApi(stack, "Chat");
        final RestGuard restGuard;
        final HttpGuard httpGuard;

        Fixture() {
            KeysmithReference keysmith = new KeysmithReference(
                    table("Keys"),
                    table("State"),
                    new Secret(stack, "Verification"),
                    Optional.empty(),
                    "ks",
                    "https://keys.example.com",
                    Map.of("KEYSMITH_CREDENTIAL_HEADERS", "service-authorization"));
            restGuard = new KeysmithAuthorizer(
                            stack,
                            "OrdersAuthorizer",
                            KeysmithAuthorizerProps.of(keysmith, PROJECT, "orders")
                                    .audiences("https://orders.example.com")
                                    .rules(RouteRules.of("GET /orders/{order_id} orders:read"))
                                    .unguarded("GET /health")
                                    .metering(Metering.STRICT)
                                    .memoryMegabytes(1024)
                                    .reservedConcurrency(50)
                                    .build())
                    .guard(restApi);
            httpGuard = new KeysmithAuthorizer(
                            stack,
                            "ChatAuthorizer",
                            KeysmithAuthorizerProps.of(keysmith, PROJECT, "chat")
                                    .audiences("https://chat.example.com")
                                    .rules(RouteRules.of("ANY /chat/* chat:write"))
                                    .build())
                    .guard(httpApi);
        }

        private Table table(String id) {
            return Table.Builder.create(stack, id)
                    .partitionKey(Attribute.builder()
                            .name("id")
                            .type(AttributeType.STRING)
                            .build())
                    .build();
        }

        Method rest(String method, String path, MethodOptions options) {
            return restApi.getRoot().resourceForPath(path).addMethod(method, new MockIntegration(), options);
        }

        void http(String path, boolean guarded) {
            AddRoutesOptions.Builder route = AddRoutesOptions.builder()
                    .path(path)
                    .methods(List.of(HttpMethod.ANY))
                    .integration(new HttpUrlIntegration("Backend", "https://backend.example.com"));
            httpApi.addRoutes((guarded ? route.authorizer(httpGuard.authorizer()) : route).build());
        }
    }
}
