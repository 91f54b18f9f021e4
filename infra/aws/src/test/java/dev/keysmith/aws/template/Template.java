package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A CloudFormation template. */
record Template(JsonNode json) {

    List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        json.path("Resources")
                .fields()
                .forEachRemaining(entry -> resources.add(new Resource(entry.getKey(), entry.getValue())));
        return resources;
    }

    Stream<Resource> resources(String type) {
        return resources().stream().filter(resource -> resource.type().equals(type));
    }

    Resource resource(String id) {
        return new Resource(id, json.path("Resources").path(id));
    }

    /** The logical id that a {@code Ref} or {@code Fn::GetAtt} points to; empty text for anything else. */
    static String target(JsonNode intrinsic) {
        if (intrinsic.has("Ref")) {
            return intrinsic.path("Ref").asText();
        }
        JsonNode attribute = intrinsic.path("Fn::GetAtt");
        return attribute.isArray() ? attribute.path(0).asText() : "";
    }

    /** A copy that may be changed. */
    Template copy() {
        return new Template(json.deepCopy());
    }
}
