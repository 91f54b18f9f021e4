package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.JsonNode;

/** A resource of a template, under its logical id. */
record Resource(String id, JsonNode json) {

    String type() {
        return json.path("Type").asText();
    }

    /** The property at this JSON pointer, e.g. {@code /TimeToLiveSpecification/Enabled}; a missing node where there is none. */
    JsonNode property(String pointer) {
        return json.path("Properties").at(pointer);
    }

    /** Whether the property is there with this value, as text. */
    boolean has(String pointer, String value) {
        return property(pointer).asText().equals(value);
    }
}
