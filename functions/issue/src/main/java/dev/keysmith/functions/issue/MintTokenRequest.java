package dev.keysmith.functions.issue;

import dev.keysmith.core.minting.RequestedToken;
import io.micronaut.core.annotation.Introspected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/tokens}; it may be empty. What its fields may be is judged by the domain. */
@Introspected
record MintTokenRequest(
        @Nullable String scope,
        @Nullable Integer expiresInSeconds,
        @Nullable String audience) {

    RequestedToken asked() {
        return new RequestedToken(
                Optional.ofNullable(scope), Optional.ofNullable(expiresInSeconds), Optional.ofNullable(audience));
    }
}
