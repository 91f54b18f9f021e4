package dev.keysmith.authorizer;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.meter.Admission;
import dev.keysmith.core.meter.LeaseKeeper;
import dev.keysmith.core.network.IpAddress;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What requests without a credential may: the scopes of the role {@code KEYSMITH_ANONYMOUS_ROLE}, within its rate for each client;
 * nothing where it is not set. All clients together have {@code KEYSMITH_ANONYMOUS_CEILING} requests in that rate's window, 100 times
 * as many as each where it is not set. The role must not reach into Keysmith's own API, whose callers are keys.
 */
@Singleton
final class AnonymousAccess {

    private static final String PROPERTY = "keysmith.anonymous-role";
    private static final String CEILING = "keysmith.anonymous-ceiling";
    private static final int CLIENTS_BY_DEFAULT = 100;
    private static final String PRINCIPAL = "anonymous";
    private static final Set<String> OWN_RESOURCES = Set.of("keys", "tokens", "audit", "reports", "owners");

    private final Optional<Role> role;
    private final Optional<AnonymousLimits> limits;

    AnonymousAccess(Settings settings, Provider<Roles> roles, LeaseKeeper leases, InstantSource clock) {
        String name = settings.text(PROPERTY, "");
        if (name.isBlank()) {
            role = Optional.empty();
            limits = Optional.empty();
        } else {
            Role named = role(name, roles.get());
            RateLimit ofEach = named.limits().rate().orElseThrow();
            int most = settings.number(CEILING, defaultCeiling(ofEach), ofEach.requests(), RateLimit.MAX_REQUESTS);
            role = Optional.of(named);
            limits = Optional.of(new AnonymousLimits(ofEach, new RateLimit(most, ofEach.window()), leases, clock));
        }
    }

    /** Whether it opens this route. One that any credential opens still needs a credential. */
    boolean opens(RouteRule rule) {
        return role.isPresent()
                && !rule.scopes().scopes().isEmpty()
                && rule.isMetBy(role.get().scopes());
    }

    /**
     * Decides on such a request by where it comes from.
     *
     * @param sourceIp the address that the gateway saw; without one, nobody is admitted
     */
    Decision decide(Optional<String> sourceIp) {
        Optional<IpAddress> from = sourceIp.flatMap(IpAddress::parse);
        if (from.isEmpty()) {
            return new Decision.Rejected(ErrorCode.CREDENTIAL_MISSING);
        }
        return switch (limits.orElseThrow().admit(from.get())) {
            case Admission.Admitted(Admission.Figures figures) -> allowed(figures);
            case Admission.Refused(ErrorCode code, Duration retryAfter, var _) ->
                new Decision.Limited(PRINCIPAL, code, retryAfter);
        };
    }

    /** What a backend is told of such a request. */
    private Decision.Allowed allowed(Admission.Figures figures) {
        Role opened = role.orElseThrow();
        Map<String, String> context = new LinkedHashMap<>();
        context.put("role", opened.name().value());
        context.put("scope", opened.scopes().toString());
        context.put("environment", "live");
        context.put("credential_kind", PRINCIPAL);
        RateLimit rate = opened.limits().rate().orElseThrow();
        context.put("rate_requests", Integer.toString(rate.requests()));
        context.put("rate_window_seconds", Long.toString(rate.window().toSeconds()));
        return new Decision.Allowed(PRINCIPAL, LimitContext.with(figures, context));
    }

    private static int defaultCeiling(RateLimit ofEach) {
        return (int) Math.min(RateLimit.MAX_REQUESTS, (long) ofEach.requests() * CLIENTS_BY_DEFAULT);
    }

    private static Role role(String name, Roles roles) {
        Role found = RoleName.parse(name)
                .flatMap(roles::find)
                .orElseThrow(() -> Settings.wrong(PROPERTY, "must be a role of this deployment"));
        if (found.limits().rate().isEmpty() || found.limits().quota().isPresent()) {
            throw Settings.wrong(
                    PROPERTY, "must be a role with a rate_limit, by which each client is limited, and no quota");
        }
        if (found.scopes().scopes().stream().anyMatch(AnonymousAccess::isOwn)) {
            throw Settings.wrong(
                    PROPERTY,
                    "must be a role without '*' and without scopes of keys, tokens, audit, reports or owners");
        }
        return found;
    }

    private static boolean isOwn(Scope scope) {
        return scope.equals(Scope.ALL)
                || OWN_RESOURCES.contains(
                        scope.value().substring(0, scope.value().indexOf(':')));
    }
}
