package dev.keysmith.functions.revoke;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/keys/{key_id}/revoke}; it may be empty.
 *
 * @param reason why, in at most 500 characters (code points)
 */
@Introspected
record RevokeKeyRequest(
        @Nullable @Pattern(regexp = "(?s).{1,500}", message = "must have 1 to 500 characters")
        String reason) {}
