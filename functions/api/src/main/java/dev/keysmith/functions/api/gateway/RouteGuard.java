package dev.keysmith.functions.api.gateway;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.functions.api.problem.ProblemException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Holds the route that the framework matched against the one that the gateway matched and had authorized. They can differ only
 * by a trick with the path, and then there is no such resource.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class RouteGuard implements Ordered {

    @RequestFilter
    void requireSameRoute(HttpRequest<?> request) {
        String resource = GatewayRequest.of(request).resource();
        boolean differs = BasicHttpAttributes.getUriTemplate(request)
                .map(template -> !template.equals(resource))
                .orElse(false);
        if (differs) {
            throw new ProblemException(ErrorCode.NOT_FOUND);
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }
}
