package dev.keysmith.functions.api.testing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a function answered.
 *
 * @param headers by their names, whatever the case
 * @param body empty where there is none
 */
public record Answer(int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON = JsonMapper.createDefault();

    static Answer of(APIGatewayProxyResponseEvent response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.getHeaders());
        return new Answer(response.getStatusCode(), headers, Objects.requireNonNullElse(response.getBody(), ""));
    }

    public Map<String, Object> json() {
        try {
            return JSON.readValue(body, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(String name) {
        return Objects.requireNonNull(json().get(name), name).toString();
    }

    public String code() {
        return text("code");
    }

    /** What the errors of a problem point at. */
    public List<String> pointers() {
        List<?> errors = (List<?>) json().getOrDefault("errors", List.of());
        return errors.stream()
                .map(error -> String.valueOf(((Map<?, ?>) error).get("pointer")))
                .toList();
    }
}
