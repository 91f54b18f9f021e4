package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/**
 * The charged calls of a key.
 *
 * @param owner null where the key's first event is not in yet
 * @param name the same
 */
@MappedEntity("api_key")
record CallsOfKey(
        @Id String keyId, @Nullable String owner, @Nullable String name, long calls) {}
