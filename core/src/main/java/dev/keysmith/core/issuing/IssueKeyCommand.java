package dev.keysmith.core.issuing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller asks for, as it asks for it. What is empty is left to the role.
 *
 * @param name what to call the key; 1 to 200 characters
 * @param owner whose key it is to be
 * @param role a role's name, in any spelling
 * @param scopes scopes in place of the role's
 * @param environment {@code live} or {@code test}
 * @param expiresInDays the lifetime, in days of 24 hours
 * @param expiresAt the end of the lifetime; not together with {@code expiresInDays}
 * @param rateLimit a rate in place of the role's
 * @param metadata the caller's own data
 */
public record IssueKeyCommand(
        String name,
        Optional<String> owner,
        Optional<String> role,
        Optional<List<String>> scopes,
        Optional<String> environment,
        Optional<Integer> expiresInDays,
        Optional<Instant> expiresAt,
        Optional<RequestedRate> rateLimit,
        Map<String, String> metadata) {

    /** A rate that is asked for: requests per window of whole seconds. */
    public record RequestedRate(int requests, long windowSeconds) {}
}
