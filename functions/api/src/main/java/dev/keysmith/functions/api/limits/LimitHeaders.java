package dev.keysmith.functions.api.limits;

import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.InstantSource;
import java.util.Map;

/**
 * Tells every caller that the authorizer admitted how its limits stand, whatever the answer is: {@code RateLimit-Policy} and
 * {@code RateLimit} as draft-ietf-httpapi-ratelimit-headers-10 writes them, and {@code X-RateLimit-Limit}, {@code -Remaining} and
 * {@code -Reset} (Unix seconds) for the rate alone. A caller without limits is told nothing.
 *
 * <p>The reset is the time at which the bucket is full again; the draft leaves open how much there is at its reset.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/10/">the draft</a>
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class LimitHeaders implements Ordered {

    private static final long MILLIS = 1000;

    private final InstantSource clock;

    LimitHeaders(InstantSource clock) {
        this.clock = clock;
    }

    @ResponseFilter
    void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
        LimitStanding standing =
                LimitStanding.of(GatewayRequest.of(request).authorizerContext().orElse(Map.of()));
        if (standing.isUnlimited()) {
            return;
        }
        response.header("RateLimit-Policy", standing.policyField());
        response.header("RateLimit", standing.standingField());
        standing.rate().ifPresent(rate -> {
            response.header("X-RateLimit-Limit", Long.toString(rate.requests()));
            response.header("X-RateLimit-Remaining", Long.toString(rate.remaining()));
            response.header("X-RateLimit-Reset", Long.toString(resetAt(rate)));
        });
    }

    private long resetAt(LimitStanding.Rate rate) {
        return Math.ceilDiv(clock.millis(), MILLIS) + rate.resetSeconds();
    }

    // As early as the request's log, so that no filter's own answer passes it by.
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
