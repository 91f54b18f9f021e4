package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An authorizer's policy document, evaluated as IAM does: an explicit deny wins, and what no statement allows is denied.
 *
 * <p>Elements that this gateway cannot evaluate ({@code Condition}, {@code NotAction}, {@code NotResource}, variables) make
 * the document unusable, never wider.
 */
record Policy(List<Statement> statements) {

    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");

    Policy {
        statements = List.copyOf(statements);
    }

    /** What a policy says of one request. */
    enum Verdict {
        ALLOWED,
        NOT_ALLOWED,
        EXPLICITLY_DENIED
    }

    static Optional<Policy> parse(JsonNode document) {
        if (!document.isObject()
                || !document.propertyStream().allMatch(property -> ELEMENTS.contains(property.getKey()))
                || !VERSIONS.contains(document.path("Version").asText("2008-10-17"))) {
            return Optional.empty();
        }
        JsonNode statements = document.path("Statement");
        var parsed = new ArrayList<Statement>();
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            Optional<Statement> one = Statement.parse(statement);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            parsed.add(one.get());
        }
        return parsed.isEmpty() ? Optional.empty() : Optional.of(new Policy(parsed));
    }

    Verdict evaluate(String action, String resource) {
        Verdict verdict = Verdict.NOT_ALLOWED;
        for (Statement statement : statements) {
            if (statement.appliesTo(action, resource)) {
                if (!statement.allows()) {
                    return Verdict.EXPLICITLY_DENIED;
                }
                verdict = Verdict.ALLOWED;
            }
        }
        return verdict;
    }
}
