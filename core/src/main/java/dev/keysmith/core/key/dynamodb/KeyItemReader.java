package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyHash;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.Rotation;
import dev.keysmith.core.key.TokenDenials;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.network.AllowedNetworks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads keys' items. An item that is not in order is an {@link UnavailableException}: no verdict is safe on it. */
final class KeyItemReader {

    private KeyItemReader() {}

    /** The key of an item; empty where there is no item, or only a tombstone. */
    static Optional<KeyRecord> find(Map<String, AttributeValue> item) {
        if (item.isEmpty() || isTombstone(item)) {
            return Optional.empty();
        }
        try {
            Optional<KeyHash> previous =
                    item.containsKey("previous_hash") ? Optional.of(hash(item, "previous_")) : Optional.empty();
            return Optional.of(new KeyRecord(
                    metadata(item), hash(item, ""), previous, KeyItem.saysMayHaveIssued(item), denials(item)));
        } catch (RuntimeException e) {
            throw new UnavailableException("a key's item is not in order", e);
        }
    }

    static boolean isTombstone(Map<String, AttributeValue> item) {
        return Attributes.find(item, "status")
                .filter(status -> KeyItem.DELETED.equals(status.s()))
                .isPresent();
    }

    private static ApiKeyMetadata metadata(Map<String, AttributeValue> item) {
        return new ApiKeyMetadata(
                new KeyId(Attributes.readText(item, "key_id")),
                new Owner(Attributes.readText(item, "owner")),
                Attributes.readText(item, "name"),
                new RoleName(Attributes.readText(item, "role")),
                scopes(item),
                Environment.parse(Attributes.readText(item, "environment")).orElseThrow(),
                KeyFormat.of(Attributes.readText(item, "format")),
                status(item),
                limits(item),
                networks(item),
                Attributes.required(item, "metadata").m().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().s())),
                Attributes.find(item, "issued_by").map(issuer -> new KeyId(issuer.s())),
                validity(item),
                generation(item),
                item.containsKey("rotated_at") ? Optional.of(rotation(item)) : Optional.empty(),
                Attributes.readNumber(item, "version"));
    }

    static ScopeSet scopes(Map<String, AttributeValue> item) {
        return ScopeSet.of(Attributes.required(item, "scopes").l().stream()
                .map(scope -> new Scope(scope.s()))
                .toList());
    }

    private static KeyHash hash(Map<String, AttributeValue> item, String prefix) {
        return new KeyHash(
                Math.toIntExact(Attributes.readNumber(item, prefix + "pepper")),
                Attributes.readBytes(item, prefix + "hash"));
    }

    private static KeyStatus status(Map<String, AttributeValue> item) {
        return switch (Attributes.readText(item, "status")) {
            case KeyItem.ACTIVE -> new KeyStatus.Active();
            // Nothing changes a revoked key but its deletion, so its last change is its revocation.
            case KeyItem.REVOKED ->
                new KeyStatus.Revoked(
                        Attributes.readTime(item, "changed_at"),
                        Attributes.readText(item, "changed_by"),
                        Attributes.find(item, "changed_reason").map(AttributeValue::s));
            default -> throw new IllegalArgumentException("unknown status");
        };
    }

    private static Validity validity(Map<String, AttributeValue> item) {
        return new Validity(
                Attributes.readTime(item, "created_at"),
                Attributes.readTime(item, "expires_at"),
                Attributes.readDuration(item, "lifetime"),
                Attributes.readDuration(item, "refresh_lifetime"),
                Attributes.readTime(item, "max_expires_at"));
    }

    private static Rotation rotation(Map<String, AttributeValue> item) {
        return new Rotation(Attributes.readTime(item, "rotated_at"), Attributes.readTime(item, "grace_ends_at"));
    }

    /** Items of the time before keys had generations are of the first. */
    private static int generation(Map<String, AttributeValue> item) {
        return item.containsKey("generation") ? Math.toIntExact(Attributes.readNumber(item, "generation")) : 1;
    }

    private static TokenDenials denials(Map<String, AttributeValue> item) {
        Map<String, Instant> until = new HashMap<>();
        Attributes.find(item, "denied_tokens")
                .ifPresent(map ->
                        map.m().keySet().forEach(jwtId -> until.put(jwtId, Attributes.readTime(map.m(), jwtId))));
        return new TokenDenials(
                until,
                item.containsKey("tokens_not_before")
                        ? Optional.of(Attributes.readTime(item, "tokens_not_before"))
                        : Optional.empty());
    }

    private static Limits limits(Map<String, AttributeValue> item) {
        return new Limits(
                item.containsKey("rate_requests") ? Optional.of(rateLimit(item)) : Optional.empty(),
                item.containsKey("quota")
                        ? OptionalLong.of(Attributes.readNumber(item, "quota"))
                        : OptionalLong.empty());
    }

    private static AllowedNetworks networks(Map<String, AttributeValue> item) {
        return item.containsKey("networks")
                ? AllowedNetworks.parse(
                        Attributes.required(item, "networks").l().stream().map(AttributeValue::s))
                : AllowedNetworks.ANY;
    }

    private static RateLimit rateLimit(Map<String, AttributeValue> item) {
        return new RateLimit(
                Math.toIntExact(Attributes.readNumber(item, "rate_requests")),
                Duration.ofSeconds(Attributes.readNumber(item, "rate_window_seconds")));
    }
}
