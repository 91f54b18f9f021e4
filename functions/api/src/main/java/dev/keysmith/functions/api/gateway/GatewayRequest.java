package dev.keysmith.functions.api.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import dev.keysmith.core.key.RequestOrigin;
import io.micronaut.http.HttpRequest;
import io.micronaut.servlet.http.ServletHttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A request as API Gateway handed it over. What a client wrote and what the gateway knows are kept apart. */
public final class GatewayRequest {

    private static final String UNKNOWN = "-";

    private final RoutedEvent routed;
    private final APIGatewayProxyRequestEvent event;

    private GatewayRequest(RoutedEvent routed) {
        this.routed = routed;
        this.event = routed.original();
    }

    /** The gateway's request behind the framework's; throws for one that came from elsewhere. */
    public static GatewayRequest of(HttpRequest<?> request) {
        if (request instanceof ServletHttpRequest<?, ?> servlet
                && servlet.getNativeRequest() instanceof RoutedEvent routed) {
            return new GatewayRequest(routed);
        }
        throw new IllegalStateException("not a request of API Gateway");
    }

    /** The matched resource as the gateway writes it, e.g. {@code /v1/keys/{key_id}}. */
    public String resource() {
        return Objects.requireNonNullElse(event.getResource(), UNKNOWN);
    }

    /** The HTTP method. */
    public String method() {
        return Objects.requireNonNullElse(event.getHttpMethod(), UNKNOWN);
    }

    /** The gateway's id of the request. */
    public String requestId() {
        return context().map(ProxyRequestContext::getRequestId).orElse(UNKNOWN);
    }

    /** Where the request came from, as the gateway saw it. */
    public RequestOrigin origin() {
        String sourceIp = context()
                .map(ProxyRequestContext::getIdentity)
                .map(APIGatewayProxyRequestEvent.RequestIdentity::getSourceIp)
                .orElse(UNKNOWN);
        return new RequestOrigin(requestId(), sourceIp);
    }

    /** What the authorizer said of the caller; empty where no authorizer was asked. */
    public Optional<Map<String, String>> authorizerContext() {
        return context().map(ProxyRequestContext::getAuthorizer).map(GatewayRequest::texts);
    }

    /** When the gateway received the request; empty where it does not say. */
    public Optional<Instant> receivedAt() {
        return context().map(ProxyRequestContext::getRequestTimeEpoch).map(Instant::ofEpochMilli);
    }

    /** What the path has in the places of the resource's parameters, in the order of their names. */
    public SortedMap<String, String> pathParameters() {
        return new TreeMap<>(Objects.requireNonNullElse(event.getPathParameters(), Map.of()));
    }

    /** The query's parameters, with all of their values. */
    public Map<String, List<String>> query() {
        return Objects.requireNonNullElse(event.getMultiValueQueryStringParameters(), Map.of());
    }

    /** Every header that the client sent, with all of its values. */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = new HashMap<>();
        Objects.requireNonNullElse(event.getHeaders(), Map.<String, String>of())
                .forEach((name, value) -> all.put(name, List.of(value)));
        all.putAll(Objects.requireNonNullElse(event.getMultiValueHeaders(), Map.of()));
        return all;
    }

    /** All values of a header, whatever the case of its name. */
    public List<String> header(String name) {
        return headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    /** The body as the gateway encoded it; empty where there is none. */
    public EncodedBody body() {
        return new EncodedBody(
                Objects.requireNonNullElse(event.getBody(), ""), Boolean.TRUE.equals(event.getIsBase64Encoded()));
    }

    /** How long this request has been with the function. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - routed.startedAtNanos());
    }

    private Optional<ProxyRequestContext> context() {
        return Optional.ofNullable(event.getRequestContext());
    }

    private static Map<String, String> texts(Map<String, Object> authorizer) {
        Map<String, String> texts = new HashMap<>();
        authorizer.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }
}
