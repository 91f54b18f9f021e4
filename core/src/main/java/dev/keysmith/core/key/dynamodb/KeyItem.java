package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyHash;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.TokenDenials;
import dev.keysmith.core.key.Validity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A key's item: the names of its attributes, and a record's way into it. The way back is {@link KeyItemReader}. */
final class KeyItem {

    static final String ACTIVE = "active";
    static final String REVOKED = "revoked";
    static final String DELETED = "deleted";

    /** What a tombstone lacks. It keeps what tells whose key it was, and what it may have issued. */
    static final List<String> REMOVED_BY_DELETION = List.of(
            "name",
            "metadata",
            "hash",
            "pepper",
            "previous_hash",
            "previous_pepper",
            "rate_requests",
            "rate_window_seconds",
            "quota",
            "networks",
            "denied_tokens",
            "tokens_not_before");

    private static final String MAY_HAVE_ISSUED = "may_have_issued";

    private KeyItem() {}

    static Map<String, AttributeValue> primaryKey(KeyId keyId) {
        return Map.of("key_id", Attributes.text(keyId.value()));
    }

    /** Whether its scopes let a key issue keys at any time before; its present ones are not looked at. */
    static boolean saysMayHaveIssued(Map<String, AttributeValue> item) {
        return item.containsKey(MAY_HAVE_ISSUED);
    }

    /** The whole item of an active key. */
    static Map<String, AttributeValue> write(KeyRecord record, Change change, Duration retention) {
        ApiKeyMetadata key = record.metadata();
        Map<String, AttributeValue> item = new HashMap<>(primaryKey(key.keyId()));
        item.put("owner", Attributes.text(key.owner().value()));
        item.put("name", Attributes.text(key.name()));
        item.put("role", Attributes.text(key.role().value()));
        item.put("scopes", texts(key.scopes().texts()));
        item.put("environment", Attributes.text(key.environment().wireName()));
        item.put("format", Attributes.text(key.format().wireName()));
        item.put("status", Attributes.text(ACTIVE));
        key.limits().rate().ifPresent(rate -> {
            item.put("rate_requests", Attributes.number(rate.requests()));
            item.put("rate_window_seconds", Attributes.number(rate.window().toSeconds()));
        });
        key.limits().quota().ifPresent(quota -> item.put("quota", Attributes.number(quota)));
        if (!key.networks().areAny()) {
            item.put("networks", texts(key.networks().texts()));
        }
        item.put(
                "metadata",
                AttributeValue.fromM(key.metadata().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Attributes.text(entry.getValue())))));
        key.issuedBy().ifPresent(issuer -> item.put("issued_by", Attributes.text(issuer.value())));
        if (record.mayHaveIssued()) {
            item.put(MAY_HAVE_ISSUED, AttributeValue.fromBool(true));
        }
        putDenials(item, record.tokenDenials());
        item.put("generation", Attributes.number(key.generation()));
        item.put("version", Attributes.number(key.version()));
        putHashes(item, record);
        putValidity(item, key.validity(), retention);
        putChange(item, change);
        return item;
    }

    private static AttributeValue texts(List<String> texts) {
        return AttributeValue.fromL(texts.stream().map(Attributes::text).toList());
    }

    private static void putDenials(Map<String, AttributeValue> item, TokenDenials denials) {
        if (!denials.until().isEmpty()) {
            item.put(
                    "denied_tokens",
                    AttributeValue.fromM(denials.until().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> Attributes.time(entry.getValue())))));
        }
        denials.notBefore().ifPresent(time -> item.put("tokens_not_before", Attributes.time(time)));
    }

    private static void putHashes(Map<String, AttributeValue> item, KeyRecord record) {
        putHash(item, "", record.hash());
        record.previousHash().ifPresent(previous -> putHash(item, "previous_", previous));
        record.metadata().lastRotation().ifPresent(rotation -> {
            item.put("rotated_at", Attributes.time(rotation.at()));
            item.put("grace_ends_at", Attributes.time(rotation.graceEndsAt()));
        });
    }

    private static void putHash(Map<String, AttributeValue> item, String prefix, KeyHash hash) {
        item.put(prefix + "hash", Attributes.bytes(hash.bytes()));
        item.put(prefix + "pepper", Attributes.number(hash.pepperVersion()));
    }

    private static void putValidity(Map<String, AttributeValue> item, Validity validity, Duration retention) {
        item.put("created_at", Attributes.time(validity.createdAt()));
        item.put("expires_at", Attributes.time(validity.expiresAt()));
        item.put("lifetime", Attributes.duration(validity.lifetime()));
        item.put("refresh_lifetime", Attributes.duration(validity.refreshLifetime()));
        item.put("max_expires_at", Attributes.time(validity.maxExpiresAt()));
        item.put("ttl", Attributes.ttl(validity.expiresAt().plus(retention)));
    }

    private static void putChange(Map<String, AttributeValue> item, Change change) {
        item.put("changed_action", Attributes.text(change.action().wireName()));
        item.put("changed_at", Attributes.time(change.at()));
        item.put("changed_by", Attributes.text(change.by().name()));
        change.by().owner().ifPresent(owner -> item.put("changed_by_owner", Attributes.text(owner.value())));
        item.put("changed_from", Attributes.text(change.origin().sourceIp()));
        item.put("changed_request", Attributes.text(change.origin().requestId()));
    }
}
