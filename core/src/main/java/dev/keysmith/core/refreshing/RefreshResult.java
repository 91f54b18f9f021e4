package dev.keysmith.core.refreshing;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import java.time.Instant;

/** What came of a refresh. */
public sealed interface RefreshResult {

    /** The key's expiry was put off. */
    record Refreshed(ApiKeyMetadata metadata) implements RefreshResult {}

    /** The refresh window has not opened. */
    record TooEarly(Instant refreshAfter) implements RefreshResult {}

    /** It cannot be refreshed: {@code conflict} at its maximum age, {@code key_expired}, {@code key_revoked}. */
    record Refused(ErrorCode code) implements RefreshResult {}
}
