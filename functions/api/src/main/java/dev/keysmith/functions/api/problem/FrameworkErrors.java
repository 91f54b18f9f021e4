package dev.keysmith.functions.api.problem;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the framework's own errors (no such route, wrong method …) the form of a problem. Its texts are not passed on. */
@Singleton
final class FrameworkErrors implements ErrorResponseProcessor<Problem> {

    private static final Logger LOG = LoggerFactory.getLogger(FrameworkErrors.class);

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        GatewayRequest request = GatewayRequest.of(context.getRequest());
        context.getRootCause()
                .filter(_ -> response.code() >= 500)
                .ifPresent(cause -> LOG.atError()
                        .addKeyValue("request_id", request.requestId())
                        .setCause(cause)
                        .log("answer failed"));
        ErrorCode code =
                switch (response.code()) {
                    case 404 -> ErrorCode.NOT_FOUND;
                    case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
                    case 413 -> ErrorCode.TOO_LARGE;
                    case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
                    default -> response.code() < 500 ? ErrorCode.REQUEST_INVALID : ErrorCode.UNAVAILABLE;
                };
        return ProblemResponse.fill(response, request, code, code.title(), List.of());
    }
}
