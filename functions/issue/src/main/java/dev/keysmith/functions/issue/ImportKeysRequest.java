package dev.keysmith.functions.issue;

import dev.keysmith.core.granting.RequestedGrant;
import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/keys/import}. What an entry's fields may be is judged by the domain, entry by entry. */
@Introspected
record ImportKeysRequest(
        @Size(min = 1, max = 100, message = "must have 1 to 100 entries")
        List<Entry> keys) {

    /**
     * One key.
     *
     * @param sha256 its SHA-256, 64 hexadecimal digits
     */
    @Introspected
    record Entry(
            String sha256,
            String name,
            @Nullable String owner,
            @Nullable String role,
            @Nullable List<String> scopes,
            @Nullable String environment,
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
                    Optional.empty(),
                    Optional.ofNullable(expiresInDays),
                    Optional.ofNullable(expiresAt),
                    Optional.ofNullable(maxExpiresAt),
                    Optional.ofNullable(rateLimit).map(RateLimitRequest::asked),
                    Optional.ofNullable(quota),
                    Optional.ofNullable(allowedNetworks),
                    Objects.requireNonNullElse(metadata, Map.of()));
        }

        @Override
        public String toString() {
            return "Entry[" + name + "]";
        }
    }
}
