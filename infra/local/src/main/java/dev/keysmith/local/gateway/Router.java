package dev.keysmith.local.gateway;

import dev.keysmith.blueprint.RouteSpec;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the route of a request: first the resource, by its segments, a literal before a parameter; then the method of that
 * one resource. Segments are compared decoded, so that no spelling of a literal passes for a parameter's value.
 */
final class Router {

    private final Map<String, Map<String, RouteSpec>> methods = new HashMap<>();
    private final List<Resource> resources;

    Router(List<RouteSpec> routes) {
        for (RouteSpec route : routes) {
            RouteSpec other = methods.computeIfAbsent(route.resource(), ignored -> new HashMap<>())
                    .put(route.method(), route);
            if (other != null) {
                throw new IllegalArgumentException("Two routes for " + route.method() + " " + route.resource());
            }
        }
        resources = methods.keySet().stream()
                .map(Resource::parse)
                .sorted(Comparator.comparing(Resource::precedence))
                .toList();
    }

    Optional<RouteMatch> find(String method, RequestPath path) {
        for (Resource resource : resources) {
            Optional<Map<String, String>> parameters = resource.match(path.segments());
            if (parameters.isPresent()) {
                return Optional.ofNullable(
                                methods.getOrDefault(resource.path(), Map.of()).get(method))
                        .map(route -> new RouteMatch(route, parameters.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * A route and the path parameters, decoded once.
     */
    record RouteMatch(RouteSpec route, Map<String, String> pathParameters) {}

    /** A resource of the API, e.g. {@code /v1/keys/{key_id}}. */
    private record Resource(String path, List<String> segments) {

        static Resource parse(String path) {
            return new Resource(
                    path,
                    path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1)));
        }

        /** Sorts literals before parameters, from left to right. */
        String precedence() {
            var order = new StringBuilder();
            segments.forEach(segment -> order.append(isParameter(segment) ? '1' : '0'));
            return order.toString();
        }

        Optional<Map<String, String>> match(List<String> actual) {
            if (actual.size() != segments.size()) {
                return Optional.empty();
            }
            var parameters = new TreeMap<String, String>();
            for (int i = 0; i < actual.size(); i++) {
                String expected = segments.get(i);
                if (isParameter(expected) && isValue(actual.get(i))) {
                    parameters.put(expected.substring(1, expected.length() - 1), actual.get(i));
                } else if (!expected.equals(actual.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(parameters);
        }

        private static boolean isParameter(String segment) {
            return segment.startsWith("{") && segment.endsWith("}");
        }

        /** A dot segment is no value: whoever normalises the path behind us would see another route. */
        private static boolean isValue(String segment) {
            return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
        }
    }
}
