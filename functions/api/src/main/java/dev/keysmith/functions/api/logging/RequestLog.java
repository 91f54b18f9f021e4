package dev.keysmith.functions.api.logging;

import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.Failure;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.security.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line for each answer, and forbids that the answer is stored, unless its route says otherwise. The line never holds a header, a body, a query or the
 * path: any of them may hold a credential.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class RequestLog implements Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    @ResponseFilter
    void log(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (!response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
            response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        GatewayRequest gatewayRequest = GatewayRequest.of(request);
        var line = LOG.atInfo()
                .addKeyValue("request_id", gatewayRequest.requestId())
                .addKeyValue("method", gatewayRequest.method())
                .addKeyValue("resource", gatewayRequest.resource())
                .addKeyValue("status", response.code())
                .addKeyValue("duration_ms", gatewayRequest.age().toMillis());
        if (response.body() instanceof Failure failure) {
            line = line.addKeyValue("code", failure.code());
        }
        String keyId = request.getUserPrincipal().map(Principal::getName).orElse(null);
        if (keyId != null) {
            line = line.addKeyValue("key_id", keyId);
        }
        line.log("request");
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
