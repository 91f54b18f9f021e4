package dev.keysmith.functions.revoke;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/keys/{key_id}/revoke}; it may be empty.
 *
 * @param reason why, in at most 500 characters (code points)
 * @param includeIssued whether the keys that it issued are revoked as well
 * @param continuation where an earlier call with {@code include_issued} left off
 */
@Introspected
record RevokeKeyRequest(
        @Nullable @Pattern(regexp = Reason.FORM, message = Reason.MESSAGE)
        String reason,

        @Nullable Boolean includeIssued,
        @Nullable String continuation) {

    boolean includesIssued() {
        return Boolean.TRUE.equals(includeIssued);
    }
}
