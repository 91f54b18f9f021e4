package dev.keysmith.local.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.granting.RequestedRate;
import dev.keysmith.core.testing.model.Operation;
import dev.keysmith.core.updating.Patch;
import dev.keysmith.core.updating.UpdateKeyCommand;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of a key, as the body of a request. */
final class GrantJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GrantJson() {}

    static ObjectNode grant(RequestedGrant asked) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("name", asked.name());
        put(body, "owner", asked.owner());
        put(body, "role", asked.role());
        put(body, "scopes", asked.scopes());
        put(body, "environment", asked.environment());
        put(body, "format", asked.format());
        put(body, "expires_in_days", asked.expiresInDays());
        put(body, "expires_at", asked.expiresAt().map(Instant::toString));
        put(body, "max_expires_at", asked.maxExpiresAt().map(Instant::toString));
        put(body, "rate_limit", asked.rateLimit().map(GrantJson::rate));
        put(body, "quota", asked.quota());
        put(body, "allowed_networks", asked.allowedNetworks());
        body.put("metadata", asked.metadata());
        return JSON.valueToTree(body);
    }

    static ObjectNode token(Operation.Mint asked) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        put(body, "scope", asked.scopes().map(scopes -> String.join(" ", scopes)));
        put(body, "expires_in_seconds", asked.seconds());
        put(body, "audience", asked.audience());
        return JSON.valueToTree(body);
    }

    static ObjectNode change(UpdateKeyCommand change) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        put(body, "name", change.name());
        put(body, "scopes", change.scopes());
        put(body, "expires_in_days", change.expiresInDays());
        put(body, "expires_at", change.expiresAt().map(Instant::toString));
        put(body, "max_expires_at", change.maxExpiresAt().map(Instant::toString));
        put(body, "rate_limit", change.rateLimit().map(GrantJson::rate));
        put(body, "quota", change.quota());
        put(body, "allowed_networks", change.allowedNetworks());
        put(body, "metadata", change.metadata().map(entries -> {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            entries.forEach((name, entry) -> put(members, name, entry));
            return members;
        }));
        return JSON.valueToTree(body);
    }

    private static Map<String, Object> rate(RequestedRate rate) {
        return Map.of("requests", rate.requests(), "window_seconds", rate.windowSeconds());
    }

    private static void put(Map<String, @Nullable Object> body, String name, Optional<?> value) {
        value.ifPresent(some -> body.put(name, some));
    }

    private static void put(Map<String, @Nullable Object> body, String name, Patch<?> patch) {
        switch (patch) {
            case Patch.Unchanged<?> _ -> {}
            case Patch.Removed<?> _ -> body.put(name, null);
            case Patch.Changed<?>(var value) -> body.put(name, value);
        }
    }
}
