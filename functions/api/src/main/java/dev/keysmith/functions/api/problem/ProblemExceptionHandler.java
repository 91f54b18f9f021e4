package dev.keysmith.functions.api.problem;

import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers with the problem that was raised. */
@Singleton
final class ProblemExceptionHandler implements ExceptionHandler<ProblemException, HttpResponse<?>> {

    @Override
    @SuppressWarnings("rawtypes") // The interface's own signature.
    public HttpResponse<?> handle(HttpRequest request, ProblemException exception) {
        return ProblemResponse.of(GatewayRequest.of(request), exception.code(), exception.detail(), exception.errors());
    }
}
