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
 * @param refreshAfter from when on its holder may refresh it
 * @param rateLimit null where there is no limit
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
        Instant refreshAfter,
        @Nullable RateLimitView rateLimit,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable String issuedBy,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy,
        @Nullable String revocationReason) {}
