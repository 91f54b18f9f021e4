package dev.keysmith.functions.api.problem;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;

/** Gives the framework's own errors (no such route, wrong method …) the form of a problem. Its texts are not passed on. */
@Singleton
final class FrameworkErrors implements ErrorResponseProcessor<Problem> {

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        ErrorCode code =
                switch (response.code()) {
                    case 404 -> ErrorCode.NOT_FOUND;
                    case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
                    case 413 -> ErrorCode.TOO_LARGE;
                    case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
                    default -> response.code() < 500 ? ErrorCode.REQUEST_INVALID : ErrorCode.UNAVAILABLE;
                };
        return ProblemResponse.fill(response, GatewayRequest.of(context.getRequest()), code, code.title(), List.of());
    }
}
