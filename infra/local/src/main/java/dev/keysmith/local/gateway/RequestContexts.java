package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.local.gateway.Router.RouteMatch;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code requestContext} of events: the gateway's own words, of which the client writes none but its user agent. */
final class RequestContexts {

    private static final DateTimeFormatter REQUEST_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final List<String> UNKNOWN_IDENTITY = List.of(
            "accessKey",
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "principalOrgId",
            "user",
            "userArn");

    private final String stage;

    RequestContexts(String stage) {
        this.stage = stage;
    }

    ObjectNode of(ApiRequest request, RouteMatch match, Optional<Authorization.Allowed> caller) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.put("accountId", RestApi.ACCOUNT);
        context.put("apiId", RestApi.API_ID);
        context.put("stage", stage);
        context.put("requestId", request.id().id());
        context.put("extendedRequestId", request.id().extendedId());
        context.put("resourceId", resourceId(match.route().resource()));
        context.put("resourcePath", match.route().resource());
        context.put("httpMethod", request.method());
        context.put("path", request.path().raw());
        context.put("protocol", request.protocol());
        context.put("requestTime", REQUEST_TIME.format(request.receivedAt()));
        context.put("requestTimeEpoch", request.receivedAt().toEpochMilli());
        ObjectNode identity = context.putObject("identity");
        UNKNOWN_IDENTITY.forEach(identity::putNull);
        identity.put("sourceIp", request.sourceIp());
        identity.put("userAgent", userAgent(request.headers()));
        caller.ifPresent(allowed -> {
            identity.put("apiKey", allowed.usageIdentifierKey());
            ObjectNode authorizer = context.putObject("authorizer");
            allowed.context().forEach(authorizer::put);
            // Last, so that no name of the context passes for them.
            authorizer.put("principalId", allowed.principalId());
            authorizer.put("integrationLatency", allowed.latencyMillis());
        });
        return context;
    }

    private static String resourceId(String resource) {
        return HexFormat.of().toHexDigits(resource.hashCode());
    }

    private static @Nullable String userAgent(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("User-Agent"))
                .map(header -> header.getValue().getLast())
                .findFirst()
                .orElse(null);
    }
}
