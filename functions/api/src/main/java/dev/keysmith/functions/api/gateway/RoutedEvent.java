package dev.keysmith.functions.api.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event as the framework gets to see it: the path is rebuilt from the resource that the gateway matched, and headers, query
 * and body are left out. So no text of a client routes a request, overrides a method or meets a parser of the framework.
 */
public final class RoutedEvent extends APIGatewayProxyRequestEvent {

    private static final long serialVersionUID = 1;
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]+)}");
    private static final String NO_RESOURCE = "/";

    private final APIGatewayProxyRequestEvent original;
    private final long startedAtNanos = System.nanoTime();

    private RoutedEvent(APIGatewayProxyRequestEvent original) {
        this.original = original;
    }

    public static RoutedEvent of(APIGatewayProxyRequestEvent original) {
        RoutedEvent event = new RoutedEvent(original);
        event.setResource(original.getResource());
        event.setPath(path(original));
        event.setHttpMethod(Objects.requireNonNullElse(original.getHttpMethod(), ""));
        return event;
    }

    APIGatewayProxyRequestEvent original() {
        return original;
    }

    long startedAtNanos() {
        return startedAtNanos;
    }

    private static String path(APIGatewayProxyRequestEvent event) {
        String resource = Objects.requireNonNullElse(event.getResource(), NO_RESOURCE);
        Map<String, String> parameters = Objects.requireNonNullElse(event.getPathParameters(), Map.of());
        return PARAMETER.matcher(resource).replaceAll(found -> Matcher.quoteReplacement(segment(found, parameters)));
    }

    private static String segment(MatchResult parameter, Map<String, String> parameters) {
        return URLEncoder.encode(parameters.getOrDefault(parameter.group(1), ""), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    // Two events are the same only where they are one: an event is no value.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Nothing of the request: it may hold a credential. */
    @Override
    public String toString() {
        return "RoutedEvent[" + getHttpMethod() + " " + getResource() + "]";
    }
}
