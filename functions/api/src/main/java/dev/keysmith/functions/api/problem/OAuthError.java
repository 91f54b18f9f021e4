package dev.keysmith.functions.api.problem;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * OAuth's error JSON (RFC 6749 section 5.2).
 *
 * @param error one of the RFC's codes
 * @param errorDescription a text for developers; it never repeats what the request said
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record OAuthError(String error, String errorDescription) implements Failure {

    /** A required parameter is missing, repeated or malformed. */
    public static OAuthError invalidRequest(String description) {
        return new OAuthError("invalid_request", description);
    }

    @Override
    public String code() {
        return error;
    }
}
