package dev.keysmith.functions.issue;

import dev.keysmith.core.granting.RequestedGrant;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/keys}. What its fields may be is judged by the domain. */
@Introspected
record IssueKeyRequest(
        String name,
        @Nullable String owner,
        @Nullable String role,
        @Nullable List<String> scopes,
        @Nullable String environment,
        @Nullable String format,
        @Nullable Integer expiresInDays,
        @Nullable Instant expiresAt,
        @Nullable Instant maxExpiresAt,
        @Nullable RateLimitRequest rateLimit,
        @Nullable Long quota,
        @Nullable List<String> allowedNetworks,
        @Nullable Map<String, String> metadata) {

    RequestedGrant asked() {
        return new RequestedGrant(
                name,
                Optional.ofNullable(owner),
                Optional.ofNullable(role),
                Optional.ofNullable(scopes),
                Optional.ofNullable(environment),
                Optional.ofNullable(format),
                Optional.ofNullable(expiresInDays),
                Optional.ofNullable(expiresAt),
                Optional.ofNullable(maxExpiresAt),
                Optional.ofNullable(rateLimit).map(RateLimitRequest::asked),
                Optional.ofNullable(quota),
                Optional.ofNullable(allowedNetworks),
                Objects.requireNonNullElse(metadata, Map.of()));
    }
}
