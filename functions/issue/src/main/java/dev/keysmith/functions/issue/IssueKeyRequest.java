package dev.keysmith.functions.issue;

import dev.keysmith.core.issuing.IssueKeyCommand;
import dev.keysmith.core.issuing.IssueKeyCommand.RequestedRate;
import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/keys}. What only the domain can judge is left to it.
 *
 * @param name 1 to 200 characters (code points)
 */
@Introspected
record IssueKeyRequest(
        @NotBlank(message = "must not be blank")
        @Pattern(regexp = "(?s).{0,200}", message = "must have at most 200 characters")
        String name,

        @Nullable String owner,
        @Nullable String role,
        @Nullable List<String> scopes,
        @Nullable String environment,

        @Nullable @Pattern(regexp = "opaque", message = "must be opaque")
        String format,

        @Nullable Integer expiresInDays,
        @Nullable Instant expiresAt,
        @Nullable RateLimitRequest rateLimit,
        @Nullable @MetadataLimit Map<String, String> metadata) {

    /** A rate that is asked for. */
    @Introspected
    record RateLimitRequest(Integer requests, Integer windowSeconds) {}

    IssueKeyCommand command() {
        return new IssueKeyCommand(
                name,
                Optional.ofNullable(owner),
                Optional.ofNullable(role),
                Optional.ofNullable(scopes),
                Optional.ofNullable(environment),
                Optional.ofNullable(expiresInDays),
                Optional.ofNullable(expiresAt),
                Optional.ofNullable(rateLimit).map(rate -> new RequestedRate(rate.requests(), rate.windowSeconds())),
                Objects.requireNonNullElse(metadata, Map.of()));
    }
}
