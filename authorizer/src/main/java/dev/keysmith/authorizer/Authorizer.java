package dev.keysmith.authorizer;

import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialReader;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Retention;
import dev.keysmith.core.meter.Admission;
import dev.keysmith.core.meter.LeaseKeeper;
import dev.keysmith.core.meter.Terms;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides on requests: credential first, then where it comes from, then the route's scopes, then the limits. One DynamoDB read at
 * most, and mostly no write. Throws {@link dev.keysmith.core.error.UnavailableException} where it cannot know.
 */
@Singleton
final class Authorizer {

    private final CredentialReader credentials;
    private final CredentialVerifier verifier;
    private final RouteTable routes;
    private final AnonymousAccess anonymous;
    private final LeaseKeeper leases;
    private final Duration retention;

    Authorizer(
            CredentialReader credentials,
            CredentialVerifier verifier,
            RouteTable routes,
            AnonymousAccess anonymous,
            LeaseKeeper leases,
            Settings settings) {
        this.credentials = credentials;
        this.verifier = verifier;
        this.routes = routes;
        this.anonymous = anonymous;
        this.leases = leases;
        this.retention = Retention.of(settings);
    }

    Decision decide(AuthorizerEvent event) {
        Credential credential = credentials.read(event.headers());
        Optional<RouteRule> rule = routes.ruleFor(event.route());
        if (credential instanceof Credential.Missing
                && rule.filter(anonymous::opens).isPresent()) {
            return anonymous.decide(event.sourceIp());
        }
        return switch (verifier.verify(credential, event.sourceIp())) {
            case Verification.Refused(ErrorCode reason) -> new Decision.Rejected(reason);
            case Verification.NotFromHere(Principal principal) ->
                new Decision.Denied(principal, ErrorCode.NETWORK_NOT_ALLOWED);
            case Verification.Verified verified -> onRoute(rule, verified);
        };
    }

    private Decision onRoute(Optional<RouteRule> rule, Verification.Verified verified) {
        Principal principal = verified.principal();
        return rule.filter(known -> known.isMetBy(principal.scopes())).isPresent()
                ? withinLimits(verified.key(), principal)
                : new Decision.Denied(principal, ErrorCode.SCOPE_INSUFFICIENT);
    }

    /** The last question: what is refused for another reason is not charged. */
    private Decision withinLimits(ApiKeyMetadata key, Principal principal) {
        String principalId = principal.keyId().value();
        return switch (leases.admit(Terms.of(key, principal.generation(), retention))) {
            case Admission.Admitted(Admission.Figures figures) ->
                new Decision.Allowed(principalId, LimitContext.with(figures, principal.toContext()));
            case Admission.Refused(ErrorCode code, Duration retryAfter, var _) ->
                new Decision.Limited(principalId, code, retryAfter);
        };
    }
}
