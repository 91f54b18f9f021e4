package dev.keysmith.core.granting;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller asks for a new key, as it asks for it. What is empty is left to the role.
 *
 * @param name what to call the key; 1 to 200 characters
 * @param owner whose key it is to be
 * @param role a role's name, in any spelling
 * @param scopes scopes in place of the role's
 * @param environment {@code live} or {@code test}
 * @param format {@code opaque} or {@code jwt}
 * @param expiresInDays the lifetime, in days of 24 hours
 * @param expiresAt the end of the lifetime; not together with {@code expiresInDays}
 * @param maxExpiresAt how far refreshing may take the key, in place of the role's maximum age
 * @param rateLimit a rate in place of the role's
 * @param quota a quota in place of the role's
 * @param allowedNetworks networks in CIDR form to use the key from; an empty list is any address, and none given the issuer's own
 * @param metadata the caller's own data
 */
public record RequestedGrant(
        String name,
        Optional<String> owner,
        Optional<String> role,
        Optional<List<String>> scopes,
        Optional<String> environment,
        Optional<String> format,
        Optional<Integer> expiresInDays,
        Optional<Instant> expiresAt,
        Optional<Instant> maxExpiresAt,
        Optional<RequestedRate> rateLimit,
        Optional<Long> quota,
        Optional<List<String>> allowedNetworks,
        Map<String, String> metadata) {

    /** Where this was asked for. */
    public GrantPointers pointers() {
        return new GrantPointers(expiresAt.isPresent() ? "/expires_at" : "/expires_in_days", scopes.orElse(List.of()));
    }
}
