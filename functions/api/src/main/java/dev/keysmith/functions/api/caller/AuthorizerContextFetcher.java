package dev.keysmith.functions.api.caller;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.function.aws.proxy.security.MicronautLambdaAuthenticationFetcher;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the caller from the authorizer's context in the gateway's event, and from nothing that a client can write. The fetcher
 * that it replaces would also believe a header.
 */
@Singleton
@Replaces(MicronautLambdaAuthenticationFetcher.class)
final class AuthorizerContextFetcher implements AuthenticationFetcher<HttpRequest<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizerContextFetcher.class);

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        return GatewayRequest.of(request)
                .authorizerContext()
                .flatMap(AuthorizerContextFetcher::principal)
                .map(principal -> Publishers.<Authentication>just(new Caller(principal)))
                .orElseGet(Publishers::empty);
    }

    private static Optional<Principal> principal(Map<String, String> context) {
        try {
            return Optional.of(Principal.fromContext(context));
        } catch (IllegalArgumentException e) {
            LOG.warn("the authorizer's context is not one of ours");
            return Optional.empty();
        }
    }
}
