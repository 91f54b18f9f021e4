package dev.keysmith.authorizer;

import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What requests without a credential may: the scopes of the role {@code KEYSMITH_ANONYMOUS_ROLE}; nothing where it is not set. The
 * role must not reach into Keysmith's own API, whose callers are keys.
 */
@Singleton
final class AnonymousAccess {

    private static final String PROPERTY = "keysmith.anonymous-role";
    private static final String PRINCIPAL = "anonymous";
    private static final Set<String> OWN_RESOURCES = Set.of("keys", "tokens", "audit", "reports", "owners");

    private final Optional<Role> role;

    AnonymousAccess(Settings settings, Provider<Roles> roles) {
        String name = settings.text(PROPERTY, "");
        role = name.isBlank() ? Optional.empty() : Optional.of(role(name, roles.get()));
    }

    /** Whether it opens this route. One that any credential opens still needs a credential. */
    boolean opens(RouteRule rule) {
        return role.isPresent()
                && !rule.scopes().scopes().isEmpty()
                && rule.isMetBy(role.get().scopes());
    }

    /** What a backend is told of such a request. */
    Decision.Allowed allowed() {
        Role opened = role.orElseThrow();
        return new Decision.Allowed(
                PRINCIPAL,
                Map.of(
                        "role",
                        opened.name().value(),
                        "scope",
                        opened.scopes().toString(),
                        "environment",
                        "live",
                        "credential_kind",
                        PRINCIPAL));
    }

    private static Role role(String name, Roles roles) {
        Role found = RoleName.parse(name)
                .flatMap(roles::find)
                .orElseThrow(() -> Settings.wrong(PROPERTY, "must be a role of this deployment"));
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
