package dev.keysmith.core.access;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The roles of this deployment. */
@Singleton
public final class Roles {

    public static final RoleName BASIC = new RoleName("basic");
    public static final RoleName ADMIN = new RoleName("admin");

    private final Map<RoleName, Role> byName;

    public Roles() {
        byName = Map.of(
                BASIC,
                limited(BASIC, "chat:read chat:write", 7, 1_000),
                new RoleName("contributor"),
                limited(new RoleName("contributor"), "chat:* dataset:*", 30, 5_000),
                new RoleName("node_operator"),
                limited(new RoleName("node_operator"), "chat:* node:*", 90, 10_000),
                ADMIN,
                role(ADMIN, "*", 365, Optional.empty()));
    }

    /** The role of this name. */
    public Optional<Role> find(RoleName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The role of a deployment's first key. */
    public Role admin() {
        return find(ADMIN).orElseThrow();
    }

    private static Role limited(RoleName name, String scopes, int days, int requestsPerHour) {
        return role(name, scopes, days, Optional.of(new RateLimit(requestsPerHour, Duration.ofHours(1))));
    }

    private static Role role(RoleName name, String scopes, int days, Optional<RateLimit> rateLimit) {
        Duration lifetime = Duration.ofDays(days);
        return new Role(name, ScopeSet.parse(scopes), lifetime, lifetime, rateLimit);
    }
}
