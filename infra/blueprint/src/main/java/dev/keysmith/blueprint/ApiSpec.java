package dev.keysmith.blueprint;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The REST API in front of the functions. All media types are binary, so that functions see a body's own bytes (base64);
 * the usage-plan key comes from the authorizer ({@code apiKeySource: AUTHORIZER}), and every guarded method requires one.
 *
 * @param stage the stage's name
 * @param authorizer the name of the function that authorizes guarded routes; its results are not cached
 * @param routes the routes
 * @param usagePlanKeys the values of the usage plan's API keys; they identify, they are no secrets
 * @param gatewayResponses the customised gateway responses
 */
public record ApiSpec(
        String stage,
        String authorizer,
        List<RouteSpec> routes,
        Set<String> usagePlanKeys,
        List<GatewayResponseSpec> gatewayResponses) {

    public ApiSpec {
        routes = List.copyOf(routes);
        usagePlanKeys = Set.copyOf(usagePlanKeys);
        gatewayResponses = List.copyOf(gatewayResponses);
    }

    /** The authorizer's route table: a line for each guarded route, {@code METHOD /resource scope…}. */
    public String routeTable() {
        return routes.stream()
                .filter(route -> route.access() instanceof Access.Guarded)
                .map(route -> line(route, (Access.Guarded) route.access()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(RouteSpec route, Access.Guarded access) {
        return Stream.concat(
                        Stream.of(route.method(), route.resource()),
                        access.scopes().stream().sorted())
                .collect(Collectors.joining(" "));
    }

    /** The routes that no authorizer stands before, {@code METHOD /resource}. */
    public List<String> unguarded() {
        return routes.stream()
                .filter(route -> route.access() instanceof Access.Unguarded)
                .map(route -> route.method() + " " + route.resource())
                .toList();
    }
}
