package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.local.gateway.Router.RouteMatch;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that functions and authorizers get from a REST API.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">proxy
 *     integration, input format</a>
 */
final class Events {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RequestContexts contexts;
    private final String stage;

    Events(String stage) {
        this.contexts = new RequestContexts(stage);
        this.stage = stage;
    }

    /** The event of a Lambda proxy integration; all media types are binary, so a body is always base64. */
    byte[] proxy(ApiRequest request, RouteMatch match, Optional<Authorization.Allowed> caller) {
        ObjectNode event = JSON.objectNode();
        describe(event, request, match);
        nullWhereEmpty(event, "queryStringParameters", "multiValueQueryStringParameters", "pathParameters");
        event.putNull("stageVariables");
        event.set("requestContext", contexts.of(request, match, caller));
        byte[] body = request.body().bytes();
        if (body.length == 0) {
            event.putNull("body");
        } else {
            event.put("body", Base64.getEncoder().encodeToString(body));
        }
        event.put("isBase64Encoded", body.length > 0);
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The event of an authorizer of type REQUEST. */
    byte[] authorizer(ApiRequest request, RouteMatch match) {
        ObjectNode event = JSON.objectNode();
        event.put("type", "REQUEST");
        event.put("methodArn", methodArn(request));
        describe(event, request, match);
        event.putObject("stageVariables");
        event.set("requestContext", contexts.of(request, match, Optional.empty()));
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The ARN that the authorizer's policy has to allow: the path as it was sent. */
    String methodArn(ApiRequest request) {
        return RestApi.methodArn(stage, request.method(), request.path().path());
    }

    private static void describe(ObjectNode event, ApiRequest request, RouteMatch match) {
        event.put("resource", match.route().resource());
        event.put("path", request.path().path());
        event.put("httpMethod", request.method());
        putLast(event.putObject("headers"), request.headers());
        putAll(event.putObject("multiValueHeaders"), request.headers());
        putLast(event.putObject("queryStringParameters"), request.query());
        putAll(event.putObject("multiValueQueryStringParameters"), request.query());
        match.pathParameters().forEach(event.putObject("pathParameters")::put);
    }

    private static void putLast(ObjectNode object, Map<String, List<String>> values) {
        values.forEach((name, all) -> object.put(name, all.getLast()));
    }

    private static void putAll(ObjectNode object, Map<String, List<String>> values) {
        values.forEach((name, all) -> all.forEach(object.putArray(name)::add));
    }

    private static void nullWhereEmpty(ObjectNode event, String... names) {
        for (String name : names) {
            if (event.path(name).isEmpty()) {
                event.putNull(name);
            }
        }
    }
}
