package dev.keysmith.core.testing;

import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.granting.RequestedRate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a test asks for a new key: nothing but a name at first. */
public final class Asked {

    private Optional<String> owner = Optional.empty();
    private Optional<String> role = Optional.empty();
    private Optional<List<String>> scopes = Optional.empty();
    private Optional<String> environment = Optional.empty();
    private Optional<String> format = Optional.empty();
    private Optional<Integer> expiresInDays = Optional.empty();
    private Optional<Instant> expiresAt = Optional.empty();
    private Optional<Instant> maxExpiresAt = Optional.empty();
    private Optional<RequestedRate> rate = Optional.empty();
    private Optional<Long> quota = Optional.empty();
    private Optional<List<String>> networks = Optional.empty();
    private Map<String, String> metadata = Map.of();
    private String name = "a key";

    private Asked() {}

    public static Asked forKey() {
        return new Asked();
    }

    public Asked name(String asked) {
        name = asked;
        return this;
    }

    public Asked owner(String asked) {
        owner = Optional.of(asked);
        return this;
    }

    public Asked role(String asked) {
        role = Optional.of(asked);
        return this;
    }

    public Asked scopes(String... asked) {
        scopes = Optional.of(List.of(asked));
        return this;
    }

    public Asked environment(String asked) {
        environment = Optional.of(asked);
        return this;
    }

    public Asked format(String asked) {
        format = Optional.of(asked);
        return this;
    }

    public Asked expiresInDays(int asked) {
        expiresInDays = Optional.of(asked);
        return this;
    }

    public Asked expiresAt(Instant asked) {
        expiresAt = Optional.of(asked);
        return this;
    }

    public Asked maxExpiresAt(Instant asked) {
        maxExpiresAt = Optional.of(asked);
        return this;
    }

    public Asked rate(int requests, long seconds) {
        rate = Optional.of(new RequestedRate(requests, seconds));
        return this;
    }

    public Asked quota(long asked) {
        quota = Optional.of(asked);
        return this;
    }

    public Asked networks(String... asked) {
        networks = Optional.of(List.of(asked));
        return this;
    }

    public Asked metadata(Map<String, String> asked) {
        metadata = asked;
        return this;
    }

    public RequestedGrant build() {
        return new RequestedGrant(
                name,
                owner,
                role,
                scopes,
                environment,
                format,
                expiresInDays,
                expiresAt,
                maxExpiresAt,
                rate,
                quota,
                networks,
                metadata);
    }
}
