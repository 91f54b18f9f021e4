package dev.keysmith.aws.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares an API with its route rules. What it finds stops the synthesis.
 *
 * @param rules the rules
 * @param unguarded the routes that the authorizer is not for
 * @param keyNeeded whether a guarded route has to require the usage plan's key
 */
record RouteChecks(RouteRules rules, List<RouteLine> unguarded, boolean keyNeeded) {

    RouteChecks {
        unguarded = List.copyOf(unguarded);
    }

    /** What is wrong; empty where nothing is. */
    List<String> problems(List<ApiRoute> routes) {
        List<String> problems = new ArrayList<>();
        Set<RouteLine> used = new HashSet<>();
        for (ApiRoute route : routes) {
            List<RouteLine> open =
                    unguarded.stream().filter(line -> line.names(route)).toList();
            used.addAll(open);
            if (route.guarded()) {
                List<RouteLine> deciding = rules.decidingOn(route);
                used.addAll(deciding);
                guarded(route, !open.isEmpty(), !deciding.isEmpty()).ifPresent(problems::add);
            } else if (open.isEmpty()) {
                problems.add(route + " is not guarded: give it Keysmith's authorizer, or name it as unguarded");
            }
        }
        for (RouteLine rule : rules.lines()) {
            if (!used.contains(rule)) {
                problems.add("the rule '" + rule.text() + "' decides on no guarded route of the API");
            }
        }
        for (RouteLine line : unguarded) {
            if (!used.contains(line)) {
                problems.add("'" + line.text() + "' is named as unguarded, and the API has no such route");
            }
        }
        return problems;
    }

    private Optional<String> guarded(ApiRoute route, boolean isNamedOpen, boolean isNamed) {
        if (isNamedOpen) {
            return Optional.of(route + " is named as unguarded, and is guarded");
        }
        if (!isNamed) {
            return Optional.of(route + " is guarded, and no rule names it: it would always be denied");
        }
        return keyNeeded && !route.keyRequired()
                ? Optional.of(
                        route + " does not require an API key (apiKeyRequired): what is over its limit would pass")
                : Optional.empty();
    }
}
