package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The statements of IAM policies. */
final class Statements {

    private Statements() {}

    /** Those in a role itself. */
    static Stream<JsonNode> ofRole(Resource role) {
        return list(role.property("/Policies")).stream()
                .flatMap(policy -> list(policy.at("/PolicyDocument/Statement")).stream());
    }

    /** Those of all roles and policies of the template. */
    static Stream<JsonNode> all(Template template) {
        Stream<JsonNode> roles = template.resources("AWS::IAM::Role").flatMap(Statements::ofRole);
        Stream<JsonNode> policies = Stream.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
                .flatMap(template::resources)
                .flatMap(policy -> list(policy.property("/PolicyDocument/Statement")).stream());
        return Stream.concat(roles, policies);
    }

    /** The elements of an array, or the one thing that stands for itself. */
    static List<JsonNode> list(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray()) {
            return List.of(node);
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }
}
