package dev.keysmith.authorizer;

import dev.keysmith.core.credential.CredentialReader;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import jakarta.inject.Singleton;

/**
 * Decides on requests: credential first, then the route's scopes. One DynamoDB read at most. Throws
 * {@link dev.keysmith.core.error.UnavailableException} where it cannot know.
 */
@Singleton
final class Authorizer {

    private final CredentialReader credentials;
    private final CredentialVerifier verifier;
    private final RouteTable routes;

    Authorizer(CredentialReader credentials, CredentialVerifier verifier, RouteTable routes) {
        this.credentials = credentials;
        this.verifier = verifier;
        this.routes = routes;
    }

    Decision decide(AuthorizerEvent event) {
        return switch (verifier.verify(credentials.read(event.headers()))) {
            case Verification.Refused(ErrorCode reason) -> new Decision.Rejected(reason);
            case Verification.Verified verified -> onRoute(event.route(), verified.principal());
        };
    }

    private Decision onRoute(RouteKey route, Principal principal) {
        boolean allowed = routes.ruleFor(route)
                .map(rule -> rule.isMetBy(principal.scopes()))
                .orElse(false);
        return allowed ? new Decision.Allowed(principal) : new Decision.Denied(principal, ErrorCode.SCOPE_INSUFFICIENT);
    }
}
