package dev.keysmith.authorizer;

import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialReader;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Decides on requests: credential first, then where it comes from, then the route's scopes. One DynamoDB read at most. Throws
 * {@link dev.keysmith.core.error.UnavailableException} where it cannot know.
 */
@Singleton
final class Authorizer {

    private final CredentialReader credentials;
    private final CredentialVerifier verifier;
    private final RouteTable routes;
    private final AnonymousAccess anonymous;

    Authorizer(
            CredentialReader credentials, CredentialVerifier verifier, RouteTable routes, AnonymousAccess anonymous) {
        this.credentials = credentials;
        this.verifier = verifier;
        this.routes = routes;
        this.anonymous = anonymous;
    }

    Decision decide(AuthorizerEvent event) {
        Credential credential = credentials.read(event.headers());
        Optional<RouteRule> rule = routes.ruleFor(event.route());
        if (credential instanceof Credential.Missing
                && rule.filter(anonymous::opens).isPresent()) {
            return anonymous.allowed();
        }
        return switch (verifier.verify(credential, event.sourceIp())) {
            case Verification.Refused(ErrorCode reason) -> new Decision.Rejected(reason);
            case Verification.NotFromHere(Principal principal) ->
                new Decision.Denied(principal, ErrorCode.NETWORK_NOT_ALLOWED);
            case Verification.Verified verified -> onRoute(rule, verified.principal());
        };
    }

    private static Decision onRoute(Optional<RouteRule> rule, Principal principal) {
        return rule.filter(known -> known.isMetBy(principal.scopes())).isPresent()
                ? new Decision.Allowed(principal.keyId().value(), principal.toContext())
                : new Decision.Denied(principal, ErrorCode.SCOPE_INSUFFICIENT);
    }
}
