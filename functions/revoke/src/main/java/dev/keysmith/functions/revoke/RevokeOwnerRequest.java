package dev.keysmith.functions.revoke;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/keys/revoke}; it may be empty.
 *
 * @param owner whose keys; by default the caller's owner
 * @param reason why, in at most 500 characters (code points)
 * @param continuation where the last call left off
 */
@Introspected
record RevokeOwnerRequest(
        @Nullable String owner,

        @Nullable @Pattern(regexp = Reason.FORM, message = Reason.MESSAGE)
        String reason,

        @Nullable String continuation) {}
