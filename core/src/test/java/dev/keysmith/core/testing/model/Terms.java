package dev.keysmith.core.testing.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a deployment is set up, and how its time is played with.
 *
 * @param briefLifetime the lifetime of the role {@code brief}
 * @param issueInFlight its {@code KEYSMITH_ISSUE_IN_FLIGHT}
 * @param graceSeconds the graces that are asked for
 * @param leaps by what time moves on now and then
 * @param leapPercent in how many of a hundred steps it does
 * @param margin no step begins so shortly before a key changes by itself that both could be meant; zero where a clock stands
 * @param audiences its {@code KEYSMITH_AUDIENCES}
 */
public record Terms(
        Duration briefLifetime,
        Duration issueInFlight,
        List<Integer> graceSeconds,
        List<Duration> leaps,
        int leapPercent,
        Duration margin,
        List<String> audiences) {

    /** The shapes of keys that can be imported. */
    static final String IMPORT_PATTERN = "[0-9a-fA-F]{64}|kaa_[0-9a-f]{64}";

    /** {@code KEYSMITH_REFRESH_WINDOW} and {@code KEYSMITH_RETENTION} by default. */
    static final Duration REFRESH_WINDOW = Duration.ofHours(24);

    static final Duration RETENTION = Duration.ofDays(30);

    /** A role; none gives a longer lifetime than by default. */
    record Role(String name, Set<String> scopes, Duration lifetime, Duration maxAge, Optional<Rate> rate) {

        private String toJson() {
            return "{\"name\":\"%s\",\"scopes\":[%s],\"lifetime\":\"%s\",\"max_age\":\"%s\"%s}"
                    .formatted(
                            name,
                            scopes.stream()
                                    .map(scope -> '"' + scope + '"')
                                    .sorted()
                                    .collect(Collectors.joining(",")),
                            lifetime,
                            maxAge,
                            rate.map(most -> ",\"rate_limit\":{\"requests\":%d,\"window_seconds\":%d}"
                                            .formatted(most.requests(), most.windowSeconds()))
                                    .orElse(""));
        }
    }

    List<Role> roles() {
        return List.of(
                role("basic", Set.of("chat:read", "chat:write"), Duration.ofDays(7), 1_000),
                role("contributor", Set.of("chat:*", "dataset:*"), Duration.ofDays(30), 5_000),
                role("node_operator", Set.of("chat:*", "node:*"), Duration.ofDays(90), 10_000),
                new Role(
                        "brief",
                        Set.of("chat:read"),
                        briefLifetime,
                        briefLifetime.multipliedBy(3).dividedBy(2),
                        Optional.empty()),
                new Role("admin", Set.of("*"), Duration.ofDays(365), Duration.ofDays(4 * 365), Optional.empty()));
    }

    private static Role role(String name, Set<String> scopes, Duration lifetime, int requestsAnHour) {
        return new Role(name, scopes, lifetime, lifetime.multipliedBy(4), Optional.of(new Rate(requestsAnHour, 3_600)));
    }

    Optional<Role> find(String name) {
        return roles().stream().filter(role -> role.name().equals(name)).findFirst();
    }

    /** The deployment's {@code KEYSMITH_ROLES}. */
    public String rolesSetting() {
        return roles().stream().map(Role::toJson).collect(Collectors.joining(",", "[", "]"));
    }
}
