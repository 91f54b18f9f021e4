package dev.keysmith.core.token;

import dev.keysmith.core.error.ErrorCode;

/** What came of verifying a JWT. */
public sealed interface JwtResult {

    /** Signature and claims are good; what its key is now, was not looked at. */
    record Verified(VerifiedJwt jwt) implements JwtResult {}

    /** It is not good: {@link ErrorCode#TOKEN_INVALID} or, with a good signature, {@link ErrorCode#TOKEN_EXPIRED}. */
    record Refused(ErrorCode code) implements JwtResult {}
}
