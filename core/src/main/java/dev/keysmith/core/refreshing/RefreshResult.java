package dev.keysmith.core.refreshing;

import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.ApiKeyMetadata;
import java.time.Instant;

/** What came of a refresh. */
public sealed interface RefreshResult {

    /** The key's expiry was put off. */
    record Refreshed(ApiKeyMetadata metadata) implements RefreshResult {}

    /** The key got a new secret, or was refused one: {@link IssueResult}. */
    record Renewed(IssueResult result) implements RefreshResult {}

    /** A token was presented. */
    record NotByToken() implements RefreshResult {}

    /** The refresh window has not opened. */
    record TooEarly(Instant refreshAfter) implements RefreshResult {}

    /** A refresh brings nothing any more. */
    record AtMaximumAge() implements RefreshResult {}

    /** It expired, was revoked or deleted since the authorizer let its holder in. */
    record NoLongerGood() implements RefreshResult {}
}
