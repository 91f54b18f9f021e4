package dev.keysmith.functions.api.problem;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;

/** Answers where Micronaut Security refused: 401 without a caller, 403 for one that lacks a scope. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class RefusalHandler implements ExceptionHandler<AuthorizationException, HttpResponse<?>> {

    @Override
    @SuppressWarnings("rawtypes") // The interface's own signature.
    public HttpResponse<?> handle(HttpRequest request, AuthorizationException exception) {
        return ProblemResponse.of(
                GatewayRequest.of(request),
                exception.isForbidden() ? ErrorCode.SCOPE_INSUFFICIENT : ErrorCode.CREDENTIAL_MISSING);
    }
}
