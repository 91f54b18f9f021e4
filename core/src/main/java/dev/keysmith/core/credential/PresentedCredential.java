package dev.keysmith.core.credential;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.PresentedKey;
import dev.keysmith.core.token.VerifiedJwt;

/** What a credential's text is, as far as it can be told without the store. */
sealed interface PresentedCredential {

    /** A key, well-formed and not yet proven. */
    record Key(PresentedKey key) implements PresentedCredential {}

    /** An access token of ours. What its key is now, was not looked at. */
    record Token(VerifiedJwt jwt) implements PresentedCredential {}

    /** Nothing that could be good. */
    record Refused(ErrorCode code) implements PresentedCredential {}
}
