package dev.keysmith.authorizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads API Gateway's REQUEST authorizer events, of REST APIs and of HTTP APIs with payload format 2.0, and skips what it does not
 * need. An event of another form is an {@link IOException}: a failure, never a verdict.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html">REST</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html">HTTP</a>
 */
final class AuthorizerEventReader {

    private static final JsonFactory JSON = new JsonFactory();

    private @Nullable String version;
    private @Nullable String arn;
    private @Nullable String method;
    private @Nullable String resource;
    private @Nullable String routeKey;
    private @Nullable String calledMethod;
    private @Nullable String restSourceIp;
    private @Nullable String httpSourceIp;
    private Map<String, List<String>> headers = Map.of();
    private Map<String, List<String>> allHeaders = Map.of();

    private AuthorizerEventReader() {}

    static AuthorizerEvent read(InputStream input) throws IOException {
        return new AuthorizerEventReader().readEvent(input);
    }

    private AuthorizerEvent readEvent(InputStream input) throws IOException {
        try (JsonParser json = JSON.createParser(input)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "version" -> version = json.getText();
                    case "methodArn", "routeArn" -> arn = json.getText();
                    case "httpMethod" -> method = json.getText();
                    case "resource" -> resource = json.getText();
                    case "routeKey" -> routeKey = json.getText();
                    case "requestContext" -> readContext(json);
                    case "headers" -> headers = headers(json);
                    case "multiValueHeaders" -> allHeaders = headers(json);
                    default -> json.skipChildren();
                }
            }
        }
        return "2.0".equals(version) ? httpEvent() : restEvent();
    }

    private AuthorizerEvent restEvent() throws IOException {
        RouteKey route = new RouteKey(required(method), required(resource));
        // `headers` has the last value of each only: a credential that is sent twice shows in all of them.
        return new AuthorizerEvent(
                AuthorizerEvent.Format.REST,
                route,
                required(arn),
                allHeaders.isEmpty() ? headers : allHeaders,
                Optional.ofNullable(restSourceIp));
    }

    private AuthorizerEvent httpEvent() throws IOException {
        String key = required(routeKey);
        int space = key.indexOf(' ');
        require(space > 0 || key.equals(RouteKey.DEFAULT));
        String method = space < 0 ? RouteKey.ANY : key.substring(0, space);
        // The key of a catch-all does not say which method was called; a rule for that method must not be passed over.
        RouteKey route =
                new RouteKey(method.equals(RouteKey.ANY) ? required(calledMethod) : method, key.substring(space + 1));
        return new AuthorizerEvent(
                AuthorizerEvent.Format.HTTP, route, required(arn), headers, Optional.ofNullable(httpSourceIp));
    }

    /** Of the context only {@code identity}, which REST APIs have, and {@code http}, which HTTP APIs have. */
    private void readContext(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "identity" -> readIdentity(json);
                case "http" -> readHttp(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readIdentity(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "sourceIp" -> restSourceIp = text(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readHttp(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "method" -> calledMethod = text(json);
                case "sourceIp" -> httpSourceIp = text(json);
                default -> json.skipChildren();
            }
        }
    }

    private static String text(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static Map<String, List<String>> headers(JsonParser json) throws IOException {
        Map<String, List<String>> read = new HashMap<>();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return read;
        }
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            read.put(name, values(json));
        }
        return read;
    }

    private static List<String> values(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return List.of(json.getText());
        }
        List<String> values = new ArrayList<>(1);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.VALUE_STRING);
            values.add(json.getText());
        }
        return values;
    }

    private static String required(@Nullable String value) throws IOException {
        if (value == null) {
            throw new IOException("not an authorizer event");
        }
        return value;
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not an authorizer event");
        }
    }
}
