package dev.keysmith.functions.issue;

import dev.keysmith.core.minting.MintResult;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * An access token on the wire (RFC 6749 section 5.1).
 *
 * @param accessToken the whole token; it is shown nowhere else
 * @param tokenType {@code Bearer}
 * @param expiresIn its lifetime in seconds
 * @param scope what it may, space-separated
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record MintedTokenView(String accessToken, String tokenType, long expiresIn, String scope) {

    static MintedTokenView of(MintResult.Minted minted) {
        return new MintedTokenView(
                minted.accessToken(),
                "Bearer",
                minted.lifetime().toSeconds(),
                minted.scope().toString());
    }

    @Override
    public String toString() {
        return "MintedTokenView[" + scope + "]";
    }
}
