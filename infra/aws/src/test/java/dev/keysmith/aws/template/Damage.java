package dev.keysmith.aws.template;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/** Changes of a template that somebody might make. */
final class Damage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Template template;

    Damage(Template template) {
        this.template = template;
    }

    /** Sets a property of the first resource of this type to a value, given as JSON. */
    void set(String type, String pointer, String value) {
        set(type, _ -> true, pointer, value);
    }

    /** Sets a property of the first such resource. */
    void set(String type, Predicate<Resource> which, String pointer, String value) {
        replace(first(type, which).json(), "/Properties" + pointer, parsed(value));
    }

    /** Sets something of the first resource of this type that is no property. */
    void setAttribute(String type, Predicate<Resource> which, String attribute, String value) {
        replace(first(type, which).json(), "/" + attribute, parsed(value));
    }

    /** Takes a property from the first such resource. */
    void remove(String type, Predicate<Resource> which, String pointer) {
        JsonPointer path = JsonPointer.compile("/Properties" + pointer);
        JsonNode parent = first(type, which).json().at(path.head());
        if (parent.isMissingNode() || !((ObjectNode) parent).has(path.last().getMatchingProperty())) {
            throw new AssertionError(type + " has no " + pointer);
        }
        ((ObjectNode) parent).remove(path.last().getMatchingProperty());
    }

    /** Adds a resource. */
    void add(String id, String json) {
        resources().set(id, parsed(json));
    }

    /** Takes the first such resource away. */
    void remove(String type, Predicate<Resource> which) {
        resources().remove(first(type, which).id());
    }

    /** Adds to an array of the first such resource. */
    void append(String type, Predicate<Resource> which, String pointer, String value) {
        ((ArrayNode) first(type, which).property(pointer)).add(parsed(value));
    }

    private ObjectNode resources() {
        return (ObjectNode) template.json().path("Resources");
    }

    private Resource first(String type, Predicate<Resource> which) {
        return template.resources(type)
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such " + type));
    }

    private static void replace(JsonNode json, String pointer, JsonNode value) {
        JsonPointer path = JsonPointer.compile(pointer);
        JsonNode parent = json.at(path.head());
        if (parent instanceof ArrayNode array) {
            array.set(path.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(path.last().getMatchingProperty(), value);
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
