package dev.keysmith.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operation of the document.
 *
 * @param method in lower case, as the document has it
 * @param path its path
 * @param pathItem what the document says of the path
 * @param place what the document says of the operation
 */
record Operation(String method, PathTemplate path, Located pathItem, Located place) {

    /** Its parameters and those of its path. */
    List<Parameter> parameters() {
        return Stream.of(pathItem, place)
                .flatMap(owner -> owner.find("parameters").stream())
                .flatMap(Located::children)
                .map(parameter -> new Parameter(parameter.getValue()))
                .toList();
    }

    Optional<Located> response(int status) {
        return place.get("responses").find(Integer.toString(status));
    }

    /** The names of the security schemes of which one must be met; empty where none need be. */
    List<String> securitySchemes() {
        return place.get("security")
                .node()
                .valueStream()
                .flatMap(requirement -> requirement.propertyStream().map(java.util.Map.Entry::getKey))
                .toList();
    }

    /** The scopes that it says it needs; empty where it says nothing. */
    Optional<List<String>> requiredScopes() {
        return place.find("x-required-scopes")
                .map(scopes -> scopes.node().valueStream().map(JsonNode::asText).toList());
    }

    /** As a route is written: {@code POST /v1/keys}. */
    @Override
    public String toString() {
        return method.toUpperCase(Locale.ROOT) + " " + path.text();
    }

    /** A parameter of an operation. */
    record Parameter(Located place) {

        String name() {
            return place.get("name").node().asText();
        }

        boolean isIn(String where) {
            return place.get("in").node().asText().equals(where);
        }

        boolean isRequired() {
            return place.node().path("required").asBoolean();
        }
    }
}
