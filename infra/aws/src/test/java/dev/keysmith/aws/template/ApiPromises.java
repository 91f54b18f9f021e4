package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.blueprint.Access;
import dev.keysmith.blueprint.ApiSpec;
import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.GatewayResponseSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.blueprint.RouteSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class ApiPromises {

    private static final ApiSpec API = Blueprint.of(Naming.standard()).api();
    private static final String STAGE = "AWS::ApiGateway::Stage";

    private ApiPromises() {}

    static Stream<String> resultsAreNotCached(Template template) {
        return Breaches.unlessAll(
                template,
                "AWS::ApiGateway::Authorizer",
                1,
                authorizer -> authorizer.has("/Type", "REQUEST")
                        && authorizer.has("/AuthorizerResultTtlInSeconds", "0")
                        && authorizer.property("/IdentitySource").asText().isEmpty());
    }

    static Stream<String> guardedMethodsAreGuarded(Template template) {
        List<Resource> methods = template.resources("AWS::ApiGateway::Method").toList();
        Stream<String> wrong = methods.stream()
                .filter(method -> !isAsTheRouteSays(template, method))
                .map(method -> method.id() + " is not guarded as its route says");
        Set<String> there =
                methods.stream().map(method -> route(template, method)).collect(Collectors.toSet());
        Stream<String> missing = API.routes().stream()
                .map(route -> route.method() + " " + route.resource())
                .filter(route -> !there.contains(route))
                .map(route -> "no method is " + route);
        return Stream.concat(wrong, missing);
    }

    private static boolean isAsTheRouteSays(Template template, Resource method) {
        String name = route(template, method);
        Optional<RouteSpec> route = API.routes().stream()
                .filter(candidate -> (candidate.method() + " " + candidate.resource()).equals(name))
                .findFirst();
        return route.isPresent()
                && switch (route.get().access()) {
                    case Access.Guarded _ ->
                        method.has("/AuthorizationType", "CUSTOM")
                                && method.has("/ApiKeyRequired", "true")
                                && !Template.target(method.property("/AuthorizerId"))
                                        .isEmpty();
                    case Access.Unguarded _ -> method.has("/AuthorizationType", "NONE");
                };
    }

    private static String route(Template template, Resource method) {
        return method.property("/HttpMethod").asText() + " "
                + path(template, Template.target(method.property("/ResourceId")));
    }

    private static String path(Template template, String id) {
        Resource resource = template.resource(id);
        return resource.type().equals("AWS::ApiGateway::Resource")
                ? path(template, Template.target(resource.property("/ParentId"))) + "/"
                        + resource.property("/PathPart").asText()
                : "";
    }

    static Stream<String> refusalsAreTheBlueprints(Template template) {
        return API.gatewayResponses().stream()
                .filter(spec -> template.resources("AWS::ApiGateway::GatewayResponse")
                        .noneMatch(response -> isThis(spec, response)))
                .map(spec -> "no gateway response is " + spec.type() + " of the blueprint");
    }

    private static boolean isThis(GatewayResponseSpec spec, Resource response) {
        JsonNode headers = response.property("/ResponseParameters");
        return response.has("/ResponseType", spec.type())
                && response.property("/StatusCode")
                        .asText()
                        .equals(
                                spec.status().isPresent()
                                        ? Integer.toString(spec.status().getAsInt())
                                        : "")
                && response.property("/ResponseTemplates").toString().contains(escaped(spec.body()))
                && spec.headers().entrySet().stream()
                        .allMatch(header -> headers.path("gatewayresponse.header." + header.getKey())
                                .asText()
                                .equals("'" + header.getValue() + "'"))
                && spec.contextHeaders().entrySet().stream()
                        .allMatch(header -> headers.path("gatewayresponse.header." + header.getKey())
                                .asText()
                                .equals("context." + header.getValue()));
    }

    private static String escaped(String json) {
        return json.replace("\"", "\\\"");
    }

    /** Were it another, every call would be over its limit; were it the caller's to send, none. */
    static Stream<String> usageKeyIsThePlans(Template template) {
        List<String> keys = template.resources(FunctionPromises.FUNCTION)
                .map(function -> function.property("/Environment/Variables/KEYSMITH_USAGE_KEY"))
                .filter(key -> !key.isMissingNode())
                .map(JsonNode::asText)
                .toList();
        return Stream.concat(
                Breaches.unlessAll(
                        template,
                        "AWS::ApiGateway::RestApi",
                        1,
                        api -> api.has("/ApiKeySourceType", "AUTHORIZER") && api.has("/BinaryMediaTypes/0", "*/*")),
                Breaches.unlessAll(
                        template,
                        "AWS::ApiGateway::UsagePlanKey",
                        1,
                        planKey -> keys.equals(List.of(template.resource(Template.target(planKey.property("/KeyId")))
                                        .property("/Value")
                                        .asText()))
                                && isOfTheStage(template, planKey)));
    }

    private static boolean isOfTheStage(Template template, Resource planKey) {
        return template.resource(Template.target(planKey.property("/UsagePlanId")))
                .property("/ApiStages/0/Stage")
                .has("Ref");
    }

    static Stream<String> unguardedIsThrottled(Template template) {
        return API.routes().stream()
                .filter(route -> route.access() instanceof Access.Unguarded unguarded
                        && template.resources(STAGE)
                                .flatMap(stage -> Statements.list(stage.property("/MethodSettings")).stream())
                                .noneMatch(settings -> settings.path("HttpMethod")
                                                .asText()
                                                .equals(route.method())
                                        && settings.path("ResourcePath")
                                                .asText()
                                                .replace("~1", "/")
                                                .replaceFirst("^/+", "/")
                                                .equals(route.resource())
                                        && settings.path("ThrottlingRateLimit").asInt() == unguarded.ratePerSecond()
                                        && settings.path("ThrottlingBurstLimit").asInt() == unguarded.burst()))
                .map(route -> route.resource() + " is not throttled by itself");
    }

    static Stream<String> logsHoldNoCredentials(Template template) {
        return Breaches.unlessAll(template, STAGE, 1, stage -> {
            String format = stage.property("/AccessLogSetting/Format").asText();
            return !format.isEmpty()
                    && Stream.of("header", "querystring", "$context.path\"", "apiKey", "authorizer.error", "body")
                            .noneMatch(format::contains)
                    && Statements.list(stage.property("/MethodSettings")).stream()
                            .noneMatch(settings ->
                                    settings.path("DataTraceEnabled").asBoolean(true));
        });
    }
}
