package dev.keysmith.core.granting;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.network.AllowedNetworks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nobody gives what it does not have: scopes, owner, environment, lifetime, rate, quota or networks. Lifetimes are compared as durations, not as
 * instants of expiry; rates by burst and by requests per second; a holder of {@code *} is exempt from lifetimes and limits. A role is
 * given only by who holds all of its scopes, since people's own backends may act on its name.
 */
public final class GrantPolicy {

    private GrantPolicy() {}

    /** What of the grant exceeds the giver; empty where nothing does. */
    public static List<FieldError> excess(Principal giver, Grant grant, GrantPointers pointers) {
        List<FieldError> excess = new ArrayList<>();
        if (!giver.mayActFor(grant.owner())) {
            excess.add(new FieldError("/owner", "is not the issuer's own"));
        }
        if (!giver.scopes().coversAll(grant.roleScopes())) {
            excess.add(new FieldError("/role", "has scopes that the issuer lacks"));
        }
        scopes(giver, grant.scopes(), pointers).ifPresent(excess::add);
        environment(giver, grant.environment()).ifPresent(excess::add);
        lifetime(giver, grant.lifetime(), pointers).ifPresent(excess::add);
        if (!giver.isExemptFromLimits() && isLonger(grant.refreshLifetime(), longestAtOnce(giver.validity()))) {
            excess.add(new FieldError(pointers.lifetime(), "is refreshed for longer than the issuer's own"));
        }
        if (!giver.isExemptFromLimits()
                && isLonger(grant.maxAge(), giver.validity().maxAge())) {
            excess.add(new FieldError("/max_expires_at", "is a longer life than the issuer's own"));
        }
        rate(giver, grant.limits()).ifPresent(excess::add);
        quota(giver, grant.limits()).ifPresent(excess::add);
        networks(giver, grant.networks()).ifPresent(excess::add);
        return excess;
    }

    /** Whether these are more scopes than the giver holds. */
    public static Optional<FieldError> scopes(Principal giver, ScopeSet given, GrantPointers pointers) {
        return giver.scopes()
                .firstNotCovered(given)
                .map(scope -> new FieldError(pointers.of(scope), "is a scope that the issuer lacks"));
    }

    /** Whether the giver is of environment test, and this is not. */
    public static Optional<FieldError> environment(Principal giver, Environment given) {
        return giver.environment() == Environment.TEST && given == Environment.LIVE
                ? Optional.of(new FieldError("/environment", "must be test for an issuer of environment test"))
                : Optional.empty();
    }

    /** Whether this is longer than the giver was issued for. */
    public static Optional<FieldError> lifetime(Principal giver, Duration given, GrantPointers pointers) {
        return !giver.isExemptFromLimits() && isLonger(given, giver.validity().lifetime())
                ? Optional.of(new FieldError(pointers.lifetime(), "is a longer lifetime than the issuer's own"))
                : Optional.empty();
    }

    /** Whether this allows more than the giver's own rate. */
    public static Optional<FieldError> rate(Principal giver, Limits given) {
        return !giver.isExemptFromLimits() && !given.isRateWithin(giver.limits())
                ? Optional.of(new FieldError("/rate_limit", "allows more than the issuer's own"))
                : Optional.empty();
    }

    /** Whether this allows more than the giver's own quota. */
    public static Optional<FieldError> quota(Principal giver, Limits given) {
        return !giver.isExemptFromLimits() && !given.isQuotaWithin(giver.limits())
                ? Optional.of(new FieldError("/quota", "is more than the issuer's own"))
                : Optional.empty();
    }

    /** Whether this may be used from where the giver itself may not. Also a holder of {@code *} is bound to its networks. */
    public static Optional<FieldError> networks(Principal giver, AllowedNetworks given) {
        return given.areWithin(giver.networks())
                ? Optional.empty()
                : Optional.of(new FieldError("/allowed_networks", "is more than the issuer's own"));
    }

    private static Duration longestAtOnce(Validity validity) {
        return isLonger(validity.refreshLifetime(), validity.lifetime())
                ? validity.refreshLifetime()
                : validity.lifetime();
    }

    private static boolean isLonger(Duration one, Duration other) {
        return one.compareTo(other) > 0;
    }
}
