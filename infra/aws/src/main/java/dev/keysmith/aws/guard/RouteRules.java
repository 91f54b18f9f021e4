package dev.keysmith.aws.guard;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which scopes each route needs: {@code KEYSMITH_ROUTES}, a line for each, {@code METHOD /resource [all|any] scope…}. A route that no
 * line names is denied. {@code docs/guarding.md} says which line decides.
 */
public final class RouteRules {

    private final List<RouteLine> lines;

    private RouteRules(List<RouteLine> lines) {
        this.lines = lines;
    }

    /**
     * The rules of these lines.
     *
     * @throws IllegalArgumentException for a line of another form, or a route twice
     */
    public static RouteRules of(String... lines) {
        return of(Stream.of(lines));
    }

    /** The rules of a whole table, a line for each; empty lines do not count. Throws as {@link #of}. */
    public static RouteRules parse(String table) {
        return of(table.lines());
    }

    private static RouteRules of(Stream<String> lines) {
        List<RouteLine> rules =
                lines.filter(line -> !line.isBlank()).map(RouteLine::rule).toList();
        Set<String> seen = new HashSet<>();
        for (RouteLine rule : rules) {
            if (!seen.add(rule.method() + " " + rule.resource() + rule.isPrefix())) {
                throw new IllegalArgumentException("a route is there twice: " + rule.text());
            }
        }
        return new RouteRules(rules);
    }

    /** The table as the authorizer takes it. */
    public String text() {
        return lines.stream().map(RouteLine::text).collect(Collectors.joining("\n"));
    }

    List<RouteLine> lines() {
        return lines;
    }

    /** The lines that can decide on a request for this route: several where the route takes all methods. */
    List<RouteLine> decidingOn(ApiRoute route) {
        List<RouteLine> ofResource = ofResource(route.resource());
        Stream<RouteLine> deciding = ofResource.stream().filter(rule -> rule.isFor(route.method()));
        boolean isNamed = ofResource.stream().anyMatch(rule -> rule.method().equals(route.method()));
        return (isNamed && !route.method().equals(ApiRoute.ANY)
                        ? deciding.filter(rule -> rule.method().equals(route.method()))
                        : deciding)
                .toList();
    }

    /** The lines of the resource itself; where there are none, those of the longest prefix. */
    private List<RouteLine> ofResource(String resource) {
        Optional<RouteLine> nearest = lines.stream()
                .filter(rule -> rule.isOf(resource))
                .max(Comparator.comparing((RouteLine rule) -> !rule.isPrefix())
                        .thenComparingInt(rule -> rule.resource().length()));
        return nearest.map(rule -> lines.stream()
                        .filter(other -> other.isPrefix() == rule.isPrefix()
                                && other.resource().equals(rule.resource()))
                        .toList())
                .orElse(List.of());
    }
}
