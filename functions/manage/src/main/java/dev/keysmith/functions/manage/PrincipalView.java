package dev.keysmith.functions.manage;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.key.RateLimitView;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A principal on the wire.
 *
 * @param credentialKind {@code api_key} or {@code imported_key}
 * @param rateLimit null where there is no limit
 * @param quota null where there is no limit
 * @param allowedNetworks empty for any address
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record PrincipalView(
        String credentialKind,
        String keyId,
        String owner,
        String role,
        List<String> scopes,
        String environment,
        Instant expiresAt,
        @Nullable RateLimitView rateLimit,
        @Nullable Long quota,
        List<String> allowedNetworks) {

    static PrincipalView of(Principal principal) {
        return new PrincipalView(
                principal.kind().wireName(),
                principal.keyId().value(),
                principal.owner().value(),
                principal.role().value(),
                principal.scopes().texts(),
                principal.environment().wireName(),
                principal.validity().expiresAt(),
                principal.limits().rate().map(RateLimitView::of).orElse(null),
                KeyViews.quota(principal.limits()),
                principal.networks().texts());
    }
}
