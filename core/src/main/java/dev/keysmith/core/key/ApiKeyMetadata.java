package dev.keysmith.core.key;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.ScopeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a key and may be shown to its owner; it holds neither secret nor hash.
 *
 * @param keyId its public name
 * @param owner whose key it is
 * @param name what its issuer calls it
 * @param role its role
 * @param scopes its scopes
 * @param environment live or test
 * @param status whether it was revoked
 * @param rateLimit its rate; empty means no limit
 * @param metadata the issuer's own data
 * @param issuedBy the key that issued it; empty for a deployment's first key
 * @param createdAt when it was issued
 * @param expiresAt from when on it is no longer accepted
 * @param version rises by one with each change
 */
public record ApiKeyMetadata(
        KeyId keyId,
        Owner owner,
        String name,
        RoleName role,
        ScopeSet scopes,
        Environment environment,
        KeyStatus status,
        Optional<RateLimit> rateLimit,
        Map<String, String> metadata,
        Optional<KeyId> issuedBy,
        Instant createdAt,
        Instant expiresAt,
        long version) {

    public ApiKeyMetadata {
        metadata = Map.copyOf(metadata);
    }

    /** How long it was issued for. */
    public Duration lifetime() {
        return Duration.between(createdAt, expiresAt);
    }
}
