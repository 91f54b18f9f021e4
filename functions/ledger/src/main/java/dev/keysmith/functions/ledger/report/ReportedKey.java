package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is reported of a row of the table {@code api_key} that has the status {@code active}.
 *
 * @param idleSince the later of its issue and its last use
 */
@MappedEntity("api_key")
record ReportedKey(
        @Id String keyId,
        @Nullable String name,
        String owner,
        @Nullable String role,
        @Nullable String environment,
        @Nullable Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        Instant idleSince,
        long total) {}
