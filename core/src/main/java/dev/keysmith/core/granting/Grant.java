package dev.keysmith.core.granting;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.network.AllowedNetworks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a key has, or is to have: well-formed, and not yet held against what the giver has.
 *
 * @param owner whose key it is
 * @param role its role
 * @param roleScopes the scopes that the role stands for
 * @param scopes its own scopes
 * @param environment live or test
 * @param format what form its secret has
 * @param lifetime how long it is good
 * @param refreshLifetime how far from then on a refresh may put its expiry
 * @param maxAge how old refreshing may make it
 * @param limits how much it may be used
 * @param networks where it may be used from
 */
public record Grant(
        Owner owner,
        RoleName role,
        ScopeSet roleScopes,
        ScopeSet scopes,
        Environment environment,
        KeyFormat format,
        Duration lifetime,
        Duration refreshLifetime,
        Duration maxAge,
        Limits limits,
        AllowedNetworks networks) {

    /** What an existing key has. A role that this deployment no longer knows stands for everything. */
    public static Grant of(ApiKeyMetadata key, Roles roles) {
        return new Grant(
                key.owner(),
                key.role(),
                roles.find(key.role()).map(Role::scopes).orElseGet(() -> ScopeSet.of(List.of(Scope.ALL))),
                key.scopes(),
                key.environment(),
                key.format(),
                key.validity().lifetime(),
                key.validity().refreshLifetime(),
                key.validity().maxAge(),
                key.limits(),
                key.networks());
    }

    /** How long a key is good that gets this now. */
    public Validity from(Instant now) {
        return new Validity(now, now.plus(lifetime), lifetime, refreshLifetime, now.plus(maxAge));
    }
}
