package dev.keysmith.functions.api.key;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key's metadata on the wire. It holds neither secret nor hash.
 *
 * @param status {@code active}, {@code expired} or {@code revoked}
 * @param format {@code opaque} or {@code imported}
 * @param maxExpiresAt no refresh puts its expiry beyond this
 * @param refreshAfter from when on its holder may refresh it; null where a refresh brings nothing any more
 * @param graceEndsAt when the secret before its present one stops working; null where there is none that works
 * @param rateLimit null where there is no limit
 * @param quota null where there is no limit
 * @param allowedNetworks empty for any address
 * @param issuedBy the key that issued it; null for a deployment's first key
 * @param revokedAt null unless it is revoked
 * @param revokedBy the key that revoked it; null unless it is revoked
 * @param revocationReason null where none was given
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record KeyView(
        String keyId,
        String name,
        String owner,
        String role,
        List<String> scopes,
        String environment,
        String format,
        String status,
        Instant expiresAt,
        Instant maxExpiresAt,
        @Nullable Instant refreshAfter,
        @Nullable Instant graceEndsAt,
        @Nullable RateLimitView rateLimit,
        @Nullable Long quota,
        List<String> allowedNetworks,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable String issuedBy,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy,
        @Nullable String revocationReason) {}
