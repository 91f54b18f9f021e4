package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One statement of a policy document.
 *
 * @param allows whether it allows or denies
 * @param actions patterns of actions, which IAM compares without regard to case
 * @param resources patterns of ARNs
 */
record Statement(boolean allows, List<String> actions, List<String> resources) {

    private static final Set<String> ELEMENTS = Set.of("Sid", "Effect", "Action", "Resource");

    Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
    }

    static Optional<Statement> parse(JsonNode node) {
        if (!node.isObject() || !node.propertyStream().allMatch(property -> ELEMENTS.contains(property.getKey()))) {
            return Optional.empty();
        }
        String effect = node.path("Effect").asText();
        List<String> actions = texts(node.path("Action"));
        List<String> resources = texts(node.path("Resource"));
        if (!(effect.equals("Allow") || effect.equals("Deny")) || actions.isEmpty() || resources.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Statement(effect.equals("Allow"), actions, resources));
    }

    boolean appliesTo(String action, String resource) {
        String lowerCase = action.toLowerCase(Locale.ROOT);
        return actions.stream().anyMatch(pattern -> Wildcard.matches(pattern.toLowerCase(Locale.ROOT), lowerCase))
                && resources.stream().anyMatch(pattern -> Wildcard.matchesArn(pattern, resource));
    }

    /** One text or a list of texts; empty where it is anything else, or holds a policy variable. */
    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        for (JsonNode text : node.isArray() ? node : List.of(node)) {
            if (!text.isTextual() || text.asText().contains("${")) {
                return List.of();
            }
            texts.add(text.asText());
        }
        return texts;
    }
}
