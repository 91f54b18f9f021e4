package dev.keysmith.functions.revoke;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code DELETE /v1/keys/{key_id}}; it may be empty.
 *
 * @param reason why, in at most 500 characters (code points)
 */
@Introspected
record DeleteKeyRequest(
        @Nullable @Pattern(regexp = Reason.FORM, message = Reason.MESSAGE)
        String reason) {}
