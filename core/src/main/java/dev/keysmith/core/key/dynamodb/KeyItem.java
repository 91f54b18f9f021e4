package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyHash;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A key's item: attribute names, and the way between item and record. Times are epoch milliseconds, but for the TTL. */
final class KeyItem {

    static final String IS_ACTIVE = "attribute_exists(key_id) AND #status = :active";

    private static final String ACTIVE = "active";
    private static final String REVOKED = "revoked";

    private KeyItem() {}

    static Map<String, AttributeValue> write(KeyRecord record, Change change, Duration retention) {
        ApiKeyMetadata key = record.metadata();
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("key_id", text(key.keyId().value()));
        item.put(
                "hash",
                AttributeValue.fromB(SdkBytes.fromByteArray(record.hash().bytes())));
        item.put("pepper", number(record.hash().pepperVersion()));
        item.put("owner", text(key.owner().value()));
        item.put("name", text(key.name()));
        item.put("role", text(key.role().value()));
        item.put(
                "scopes",
                AttributeValue.fromL(
                        key.scopes().texts().stream().map(KeyItem::text).toList()));
        item.put("environment", text(key.environment().wireName()));
        item.put("status", text(ACTIVE));
        key.rateLimit().ifPresent(rate -> {
            item.put("rate_requests", number(rate.requests()));
            item.put("rate_window_seconds", number(rate.window().toSeconds()));
        });
        item.put(
                "metadata",
                AttributeValue.fromM(key.metadata().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())))));
        key.issuedBy().ifPresent(issuer -> item.put("issued_by", text(issuer.value())));
        item.put("created_at", time(key.createdAt()));
        item.put("expires_at", time(key.expiresAt()));
        item.put("version", number(key.version()));
        item.put("changed_action", text("issued"));
        item.put("changed_at", time(change.at()));
        item.put("changed_by", text(change.by()));
        item.put("changed_from", text(change.origin().sourceIp()));
        item.put("changed_request", text(change.origin().requestId()));
        item.put("ttl", number(key.expiresAt().plus(retention).getEpochSecond()));
        return item;
    }

    static String revocationUpdate(boolean withReason) {
        return "SET #status = :revoked, #version = #version + :one, changed_action = :revoked, changed_at = :at, "
                + "changed_by = :by, changed_from = :from, changed_request = :request"
                + (withReason ? ", changed_reason = :reason" : " REMOVE changed_reason");
    }

    static Map<String, String> revocationNames(boolean withOwner) {
        return withOwner
                ? Map.of("#status", "status", "#version", "version", "#owner", "owner")
                : Map.of("#status", "status", "#version", "version");
    }

    static Map<String, AttributeValue> revocation(Optional<String> reason, Change change) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":active", text(ACTIVE));
        values.put(":revoked", text(REVOKED));
        values.put(":one", number(1));
        values.put(":at", time(change.at()));
        values.put(":by", text(change.by()));
        values.put(":from", text(change.origin().sourceIp()));
        values.put(":request", text(change.origin().requestId()));
        reason.ifPresent(why -> values.put(":reason", text(why)));
        return values;
    }

    /** The record of an item. Throws {@link UnavailableException} for an item that is not in order: no verdict is safe on it. */
    static KeyRecord read(Map<String, AttributeValue> item) {
        try {
            return new KeyRecord(metadata(item), hash(item));
        } catch (RuntimeException e) {
            throw new UnavailableException("a key's item is not in order", e);
        }
    }

    private static ApiKeyMetadata metadata(Map<String, AttributeValue> item) {
        return new ApiKeyMetadata(
                new KeyId(required(item, "key_id").s()),
                new Owner(required(item, "owner").s()),
                required(item, "name").s(),
                new RoleName(required(item, "role").s()),
                ScopeSet.of(required(item, "scopes").l().stream()
                        .map(scope -> new Scope(scope.s()))
                        .toList()),
                Environment.parse(required(item, "environment").s()).orElseThrow(),
                status(item),
                rateLimit(item),
                required(item, "metadata").m().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().s())),
                Optional.ofNullable(item.get("issued_by")).map(issuer -> new KeyId(issuer.s())),
                readTime(required(item, "created_at")),
                readTime(required(item, "expires_at")),
                readNumber(required(item, "version")));
    }

    private static KeyHash hash(Map<String, AttributeValue> item) {
        return new KeyHash(
                Math.toIntExact(readNumber(required(item, "pepper"))),
                required(item, "hash").b().asByteArray());
    }

    private static KeyStatus status(Map<String, AttributeValue> item) {
        return switch (required(item, "status").s()) {
            case ACTIVE -> new KeyStatus.Active();
            // Nothing changes a revoked key, so its last change is its revocation.
            case REVOKED ->
                new KeyStatus.Revoked(
                        readTime(required(item, "changed_at")),
                        required(item, "changed_by").s(),
                        Optional.ofNullable(item.get("changed_reason")).map(AttributeValue::s));
            default -> throw new IllegalArgumentException("unknown status");
        };
    }

    private static Optional<RateLimit> rateLimit(Map<String, AttributeValue> item) {
        @Nullable AttributeValue requests = item.get("rate_requests");
        return requests == null
                ? Optional.empty()
                : Optional.of(new RateLimit(
                        Math.toIntExact(readNumber(requests)),
                        Duration.ofSeconds(readNumber(required(item, "rate_window_seconds")))));
    }

    private static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no attribute " + name);
        }
        return value;
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static AttributeValue time(Instant value) {
        return number(value.toEpochMilli());
    }

    private static long readNumber(AttributeValue value) {
        return Long.parseLong(value.n());
    }

    private static Instant readTime(AttributeValue value) {
        return Instant.ofEpochMilli(readNumber(value));
    }
}
