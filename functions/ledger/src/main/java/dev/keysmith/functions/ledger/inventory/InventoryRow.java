package dev.keysmith.functions.ledger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a row of the table {@code api_key} says of the key itself. All but the key id is null, or zero, before the key's first event.
 *
 * @param status {@code active}, {@code revoked}, {@code deleted}, {@code purged}, {@code removed} or {@code unknown}
 * @param name null for a key that is deleted
 * @param version the version that this is
 * @param epoch the epoch of that version
 * @param state all that is told of the key, as JSON text
 * @param expiryRecorded whether the expiry of this version is in the ledger
 */
@MappedEntity("api_key")
public record InventoryRow(
        @Id String keyId,
        @Nullable String owner,
        String status,
        @Nullable String name,
        @Nullable String role,
        @Nullable String environment,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt,
        long version,
        int epoch,
        @Nullable String state,
        boolean expiryRecorded) {}
