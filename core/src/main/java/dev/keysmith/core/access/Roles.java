package dev.keysmith.core.access;

import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** The roles of this deployment, from {@code KEYSMITH_ROLES}; {@code basic} and {@code admin} are always among them. */
@Singleton
public final class Roles {

    public static final RoleName BASIC = new RoleName("basic");
    public static final RoleName ADMIN = new RoleName("admin");

    private static final String PROPERTY = "keysmith.roles";
    private static final String BUILT_IN = """
            [
              {"name": "basic", "scopes": ["chat:read", "chat:write"], "lifetime": "P7D",
               "rate_limit": {"requests": 1000, "window_seconds": 3600}},
              {"name": "contributor", "scopes": ["chat:*", "dataset:*"], "lifetime": "P30D",
               "rate_limit": {"requests": 5000, "window_seconds": 3600}},
              {"name": "node_operator", "scopes": ["chat:*", "node:*"], "lifetime": "P90D",
               "rate_limit": {"requests": 10000, "window_seconds": 3600}},
              {"name": "admin", "scopes": ["*"], "lifetime": "P365D"}
            ]""";

    private final Map<RoleName, Role> byName;

    public Roles(Settings settings) {
        byName = new RoleReader(PROPERTY).read(settings.text(PROPERTY, BUILT_IN));
        if (!byName.containsKey(BASIC) || !byName.containsKey(ADMIN)) {
            throw Settings.wrong(PROPERTY, "must have the roles basic and admin");
        }
    }

    /** The role of this name. */
    public Optional<Role> find(RoleName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The longest lifetime that a key of any role may have from an issue or refresh on. */
    public Duration longestLifetime() {
        return byName.values().stream()
                .map(Role::maxLifetime)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The role of a deployment's first key. */
    public Role admin() {
        return find(ADMIN).orElseThrow();
    }
}
