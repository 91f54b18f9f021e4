package dev.keysmith.functions.api.problem;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers 503 for what is nobody's request's fault: an outage, or a malfunction of ours. The cause goes to the log, under the
 * request's id, and not to the caller.
 */
@Singleton
final class MalfunctionHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(MalfunctionHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // The interface's own signature.
    public HttpResponse<?> handle(HttpRequest request, Throwable cause) {
        GatewayRequest gatewayRequest = GatewayRequest.of(request);
        LOG.atError()
                .addKeyValue("request_id", gatewayRequest.requestId())
                .setCause(cause)
                .log("request failed");
        return ProblemResponse.of(gatewayRequest, ErrorCode.UNAVAILABLE);
    }
}
