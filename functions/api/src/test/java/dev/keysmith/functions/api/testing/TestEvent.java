package dev.keysmith.functions.api.testing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import dev.keysmith.core.credential.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An event of API Gateway's REST API as it is with all media types binary. */
public final class TestEvent {

    public static final String REQUEST_ID = "request-1";

    private final APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, List<String>> query = new HashMap<>();

    private TestEvent(String method, String resource) {
        event.setHttpMethod(method);
        event.setResource(resource);
        event.setPath(resource);
        event.setIsBase64Encoded(true);
        event.setRequestContext(new ProxyRequestContext()
                .withRequestId(REQUEST_ID)
                .withIdentity(new RequestIdentity().withSourceIp("192.0.2.1")));
    }

    public static TestEvent of(String method, String resource) {
        return new TestEvent(method, resource);
    }

    /** With the context that the authorizer gives for this principal. */
    public TestEvent by(Principal principal) {
        event.getRequestContext().setAuthorizer(new HashMap<>(principal.toContext()));
        return this;
    }

    /** With an authorizer's context as it stands, whoever may have made it. */
    public TestEvent authorizer(Map<String, ?> context) {
        event.getRequestContext().setAuthorizer(new HashMap<>(context));
        return this;
    }

    /** As another request than those before; what one request has written counts as done where it comes again. */
    public TestEvent requestId(String requestId) {
        event.getRequestContext().setRequestId(requestId);
        return this;
    }

    /** Received by the gateway at this time. */
    public TestEvent receivedAt(Instant time) {
        event.getRequestContext().setRequestTimeEpoch(time.toEpochMilli());
        return this;
    }

    public TestEvent parameter(String name, String value) {
        event.setPathParameters(Map.of(name, value));
        event.setPath(event.getResource().replace("{" + name + "}", value));
        return this;
    }

    public TestEvent path(String path) {
        event.setPath(path);
        return this;
    }

    public TestEvent query(String name, String value) {
        query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    public TestEvent header(String name, String value) {
        headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    public TestEvent json(String body) {
        return header("Content-Type", "application/json").body(body.getBytes(StandardCharsets.UTF_8));
    }

    public TestEvent mergePatch(String body) {
        return header("Content-Type", "application/merge-patch+json").body(body.getBytes(StandardCharsets.UTF_8));
    }

    public TestEvent form(String body) {
        return header("Content-Type", "application/x-www-form-urlencoded").body(body.getBytes(StandardCharsets.UTF_8));
    }

    public TestEvent body(byte[] bytes) {
        event.setBody(Base64.getEncoder().encodeToString(bytes));
        return this;
    }

    /** As {@code rawBody} of a gateway that takes the body for text. */
    public TestEvent textBody(String text) {
        event.setIsBase64Encoded(false);
        event.setBody(text);
        return this;
    }

    public APIGatewayProxyRequestEvent build() {
        event.setHeaders(last(headers));
        event.setMultiValueHeaders(headers);
        event.setQueryStringParameters(last(query));
        event.setMultiValueQueryStringParameters(query);
        return event;
    }

    private static Map<String, String> last(Map<String, List<String>> all) {
        Map<String, String> last = new HashMap<>();
        all.forEach((name, values) -> last.put(name, values.getLast()));
        return last;
    }
}
