package dev.keysmith.core.refreshing;

import dev.keysmith.core.key.ApiKeyMetadata;
import java.time.Instant;

/** What came of a refresh. */
public sealed interface RefreshResult {

    /** The key's expiry was put off. */
    record Refreshed(ApiKeyMetadata metadata) implements RefreshResult {}

    /** The refresh window has not opened. */
    record TooEarly(Instant refreshAfter) implements RefreshResult {}

    /** A refresh brings nothing any more. */
    record AtMaximumAge() implements RefreshResult {}

    /** It expired, was revoked or deleted since the authorizer let its holder in. */
    record NoLongerGood() implements RefreshResult {}
}
