package dev.keysmith.functions.api.caller;

import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.token.DefaultRolesFinder;
import io.micronaut.security.token.RolesFinder;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code @Secured} as scopes: each one named is needed, and wildcards hold as {@link ScopeSet#covers} says. The
 * framework's own words ({@code isAuthenticated()} and {@code isAnonymous()}) are compared as they are.
 */
@Singleton
@Replaces(DefaultRolesFinder.class)
final class ScopeRolesFinder implements RolesFinder {

    @Override
    public boolean hasAnyRequiredRoles(List<String> required, Collection<String> granted) {
        ScopeSet scopes = ScopeSet.of(
                granted.stream().map(Scope::parse).flatMap(Optional::stream).toList());
        return !required.isEmpty() && required.stream().allMatch(role -> holds(role, granted, scopes));
    }

    private static boolean holds(String role, Collection<String> granted, ScopeSet scopes) {
        return switch (role) {
            case SecurityRule.IS_ANONYMOUS, SecurityRule.IS_AUTHENTICATED -> granted.contains(role);
            default -> Scope.parse(role).map(scopes::covers).orElse(false);
        };
    }

    @Override
    public List<String> resolveRoles(@Nullable Map<String, Object> attributes) {
        return List.of();
    }
}
