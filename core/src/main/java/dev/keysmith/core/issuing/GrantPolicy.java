package dev.keysmith.core.issuing;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nobody gives what it does not have: scopes, owner, environment, lifetime or rate. Lifetimes are compared as durations, not as
 * instants of expiry; rates by burst and by requests per second; a holder of {@code *} is exempt from these two. A role is
 * given only by who holds all of its scopes, since people's own backends may act on its name.
 */
final class GrantPolicy {

    private GrantPolicy() {}

    /** What of the grant exceeds the issuer; empty where nothing does. */
    static List<FieldError> excess(Principal issuer, Grant grant, IssueKeyCommand command) {
        List<FieldError> excess = new ArrayList<>();
        if (!issuer.mayActFor(grant.owner())) {
            excess.add(new FieldError("/owner", "is not the issuer's own"));
        }
        if (!issuer.scopes().coversAll(grant.role().scopes())) {
            excess.add(new FieldError("/role", "has scopes that the issuer lacks"));
        }
        issuer.scopes()
                .firstNotCovered(grant.scopes())
                .ifPresent(scope ->
                        excess.add(new FieldError(pointerTo(scope, command), "is a scope that the issuer lacks")));
        if (issuer.environment() == Environment.TEST && grant.environment() == Environment.LIVE) {
            excess.add(new FieldError("/environment", "must be test for an issuer of environment test"));
        }
        if (!issuer.scopes().covers(Scope.ALL)) {
            limits(issuer, grant, command, excess);
        }
        return excess;
    }

    private static void limits(Principal issuer, Grant grant, IssueKeyCommand command, List<FieldError> excess) {
        if (grant.lifetime().compareTo(issuer.lifetime()) > 0) {
            String pointer = command.expiresAt().isPresent() ? "/expires_at" : "/expires_in_days";
            excess.add(new FieldError(pointer, "is a longer lifetime than the issuer's own"));
        }
        if (!isWithin(grant.rateLimit(), issuer.rateLimit())) {
            excess.add(new FieldError("/rate_limit", "allows more than the issuer's own"));
        }
    }

    private static boolean isWithin(Optional<RateLimit> granted, Optional<RateLimit> own) {
        return own.isEmpty() || granted.map(rate -> rate.isWithin(own.get())).orElse(false);
    }

    private static String pointerTo(Scope scope, IssueKeyCommand command) {
        return command.scopes()
                .map(texts -> "/scopes/" + texts.indexOf(scope.value()))
                .orElse("/scopes");
    }
}
