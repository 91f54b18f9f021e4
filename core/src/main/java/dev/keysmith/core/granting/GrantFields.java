package dev.keysmith.core.granting;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.network.AllowedNetworks;
import dev.keysmith.core.network.Network;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the fields of a grant, for new keys and for changes of keys, and collects what is wrong with them. */
public final class GrantFields {

    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_METADATA_BYTES = 4096;

    private final List<FieldError> errors = new ArrayList<>();

    /** What was wrong, so far. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** Says that a field is wrong. */
    public void refuse(String pointer, String requirement) {
        errors.add(new FieldError(pointer, requirement));
    }

    <T> Optional<T> valid(String pointer, Optional<T> value, String requirement) {
        if (value.isEmpty()) {
            refuse(pointer, requirement);
        }
        return value;
    }

    /** A key's name: 1 to 200 characters (code points), not all of them blank. */
    public void name(String name) {
        if (name.isBlank()) {
            refuse("/name", "must not be blank");
        } else if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
            refuse("/name", "must have at most " + MAX_NAME_LENGTH + " characters");
        }
    }

    /** The issuer's own data: at most 4 KB in UTF-8, names and values together. */
    public void metadata(Map<String, String> metadata) {
        int bytes = metadata.entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum();
        if (bytes > MAX_METADATA_BYTES || metadata.containsKey("")) {
            refuse(
                    "/metadata",
                    "must have no empty name, and at most " + MAX_METADATA_BYTES + " bytes in all names and values");
        }
    }

    /** A set of scopes; what of it is well-formed. */
    public ScopeSet scopes(List<String> texts) {
        if (texts.size() > ScopeSet.MAX_SIZE) {
            refuse("/scopes", "must be at most " + ScopeSet.MAX_SIZE + " scopes");
            return ScopeSet.of(List.of());
        }
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            valid("/scopes/" + i, Scope.parse(texts.get(i)), "must be resource:action, resource:* or *")
                    .ifPresent(scopes::add);
        }
        return ScopeSet.of(scopes);
    }

    /** A rate; empty where it is wrong. */
    public Optional<RateLimit> rateLimit(RequestedRate asked) {
        if (asked.requests() < 1 || asked.requests() > RateLimit.MAX_REQUESTS) {
            refuse("/rate_limit/requests", "must be from 1 to " + RateLimit.MAX_REQUESTS);
            return Optional.empty();
        }
        if (asked.windowSeconds() < 1 || asked.windowSeconds() > RateLimit.MAX_WINDOW.toSeconds()) {
            refuse("/rate_limit/window_seconds", "must be from 1 to " + RateLimit.MAX_WINDOW.toSeconds());
            return Optional.empty();
        }
        return Optional.of(new RateLimit(asked.requests(), Duration.ofSeconds(asked.windowSeconds())));
    }

    /** A quota; empty where it is wrong. */
    public OptionalLong quota(long asked) {
        if (asked < 1 || asked > Limits.MAX_QUOTA) {
            refuse("/quota", "must be from 1 to " + Limits.MAX_QUOTA);
            return OptionalLong.empty();
        }
        return OptionalLong.of(asked);
    }

    /** The networks to use a key from; what of them is in order. */
    public AllowedNetworks allowedNetworks(List<String> texts) {
        if (texts.size() > AllowedNetworks.MAX_SIZE) {
            refuse("/allowed_networks", "must be at most " + AllowedNetworks.MAX_SIZE + " networks");
            return AllowedNetworks.ANY;
        }
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String pointer = "/allowed_networks/" + i;
            valid(
                            pointer,
                            Network.parse(texts.get(i)),
                            "must be a network in CIDR form, such as 192.0.2.0/24, 192.0.2.7/32 or 2001:db8::/32, with no bit"
                                    + " set after its prefix")
                    .ifPresent(network -> {
                        if (networks.stream().anyMatch(network::overlaps)) {
                            refuse(pointer, "overlaps a network before it");
                        }
                        networks.add(network);
                    });
        }
        return new AllowedNetworks(networks);
    }

    /** A lifetime from now on; empty where it is none, or longer than the role's longest. */
    public Optional<Duration> lifetime(String pointer, Duration asked, Role role) {
        return valid(
                pointer,
                Optional.of(asked)
                        .filter(Duration::isPositive)
                        .filter(lifetime -> lifetime.compareTo(role.maxLifetime()) <= 0),
                "must be in the future, and at most " + text(role.maxLifetime()) + " away for this role");
    }

    /** A duration for people: in days where it is whole ones, else in ISO-8601 form. */
    static String text(Duration duration) {
        boolean isWholeDays = duration.equals(Duration.ofDays(duration.toDays()));
        return isWholeDays ? duration.toDays() + " days" : duration.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
