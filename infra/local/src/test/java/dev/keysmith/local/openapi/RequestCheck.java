package dev.keysmith.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Holds a request to its operation: parameters, credential, media type, body. */
final class RequestCheck {

    private static final String WHOLE_NUMBER = "-?\\d{1,18}";

    private final ApiDocument document;

    RequestCheck(ApiDocument document) {
        this.document = document;
    }

    Stream<String> violations(Operation operation, Exchange.Request request) {
        Map<String, String> path =
                operation.path().match(request.uri().getRawPath()).orElseThrow();
        return Stream.of(
                        parameters(operation, "path", name -> Optional.ofNullable(path.get(name))),
                        parameters(operation, "header", request::header),
                        parameters(operation, "query", name -> valueOf(name, request.query())),
                        undocumented(operation, request.query()),
                        credential(operation, request),
                        body(operation, request))
                .flatMap(Function.identity());
    }

    private Stream<String> parameters(Operation operation, String where, Function<String, Optional<String>> values) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.isIn(where))
                .flatMap(parameter -> values.apply(parameter.name())
                        .map(value -> value(parameter, where, value))
                        .orElseGet(() -> parameter.isRequired()
                                ? Stream.of(where + " parameter " + parameter.name() + " is missing")
                                : Stream.empty()));
    }

    private Stream<String> value(Operation.Parameter parameter, String where, String value) {
        Located schema = parameter.place().get("schema");
        boolean isNumber = schema.node().path("type").asText().equals("integer") && value.matches(WHOLE_NUMBER);
        JsonNode json = isNumber ? LongNode.valueOf(Long.parseLong(value)) : TextNode.valueOf(value);
        return document.violations(schema, json).stream()
                .map(violation -> where + " parameter " + parameter.name() + violation);
    }

    private static Stream<String> undocumented(Operation operation, List<Map.Entry<String, String>> query) {
        List<String> documented = operation.parameters().stream()
                .filter(parameter -> parameter.isIn("query"))
                .map(Operation.Parameter::name)
                .toList();
        return query.stream()
                .map(Map.Entry::getKey)
                .filter(name -> !documented.contains(name))
                .map(name -> "query parameter " + name + " is not documented");
    }

    private Stream<String> credential(Operation operation, Exchange.Request request) {
        List<String> schemes = operation.securitySchemes();
        return schemes.isEmpty() || schemes.stream().anyMatch(scheme -> isMet(scheme, request))
                ? Stream.empty()
                : Stream.of("success without any of the documented credentials");
    }

    private boolean isMet(String scheme, Exchange.Request request) {
        Located place = document.root().get("components").get("securitySchemes").get(scheme);
        return place.get("type").node().asText().equals("apiKey")
                ? request.header(place.get("name").node().asText()).isPresent()
                : request.header("authorization")
                        .filter(value -> value.regionMatches(true, 0, "bearer ", 0, "bearer ".length()))
                        .isPresent();
    }

    private Stream<String> body(Operation operation, Exchange.Request request) {
        Optional<Located> documented = operation.place().find("requestBody");
        if (request.body().length == 0) {
            boolean required = documented
                    .filter(body -> body.node().path("required").asBoolean())
                    .isPresent();
            return required ? Stream.of("success without the required body") : Stream.empty();
        }
        String type = MediaType.of(request.header("content-type"));
        return documented
                .flatMap(body -> body.get("content").find(type))
                .map(media -> MediaType.read(type, request.body())
                        .map(value -> document.violations(media.get("schema"), value).stream()
                                .map(violation -> "request " + violation))
                        .orElseGet(() -> Stream.of("the request's body is not " + type)))
                .orElseGet(() -> Stream.of("the request's content type '" + type + "' is not documented"));
    }

    private static Optional<String> valueOf(String name, List<Map.Entry<String, String>> query) {
        return query.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
