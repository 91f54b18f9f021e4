package dev.keysmith.local.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.core.testing.model.Rate;
import dev.keysmith.core.testing.model.Shown;
import dev.keysmith.core.testing.model.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keys as answers show them. */
final class KeyJson {

    private KeyJson() {}

    static Shown shown(JsonNode key, Optional<Long> version) {
        Map<String, String> metadata = new LinkedHashMap<>();
        key.get("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return new Shown(
                key.get("key_id").asText(),
                key.get("name").asText(),
                key.get("owner").asText(),
                key.get("role").asText(),
                scopes(key),
                key.get("environment").asText(),
                key.get("format").asText(),
                key.get("status").asText(),
                Instant.parse(key.get("created_at").asText()),
                Instant.parse(key.get("expires_at").asText()),
                Instant.parse(key.get("max_expires_at").asText()),
                time(key, "refresh_after"),
                time(key, "grace_ends_at"),
                Optional.of(key.path("rate_limit"))
                        .filter(JsonNode::isObject)
                        .map(rate -> new Rate(
                                rate.get("requests").asInt(),
                                rate.get("window_seconds").asLong())),
                Optional.of(key.path("quota")).filter(JsonNode::isNumber).map(JsonNode::asLong),
                texts(key, "allowed_networks"),
                metadata,
                text(key, "issued_by"),
                time(key, "revoked_at"),
                text(key, "revoked_by"),
                text(key, "revocation_reason"),
                version);
    }

    static Verdict.Holder holder(JsonNode me) {
        return new Verdict.Holder(
                me.get("key_id").asText(),
                me.get("owner").asText(),
                scopes(me),
                me.get("environment").asText(),
                me.get("credential_kind").asText(),
                Instant.parse(me.get("expires_at").asText()));
    }

    /** A member's text; empty where it is missing or null. */
    static Optional<String> text(JsonNode object, String name) {
        return Optional.of(object.path(name))
                .filter(JsonNode::isValueNode)
                .filter(node -> !node.isNull())
                .map(JsonNode::asText);
    }

    private static Optional<Instant> time(JsonNode object, String name) {
        return text(object, name).map(Instant::parse);
    }

    private static Set<String> scopes(JsonNode object) {
        return new LinkedHashSet<>(texts(object, "scopes"));
    }

    private static List<String> texts(JsonNode object, String name) {
        return object.get(name).valueStream().map(JsonNode::asText).toList();
    }
}
