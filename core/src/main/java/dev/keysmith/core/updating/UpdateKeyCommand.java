package dev.keysmith.core.updating;

import dev.keysmith.core.granting.GrantPointers;
import dev.keysmith.core.granting.RequestedRate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a caller asks to be changed, as a JSON merge patch (RFC 7396) of what it could have asked for when the key was issued:
 * what is removed is left to the role.
 *
 * @param name what to call the key; it cannot be removed
 * @param scopes its scopes; removed, the role's
 * @param expiresInDays its lifetime from now on, in days of 24 hours; it cannot be removed
 * @param expiresAt the end of its lifetime; not together with {@code expiresInDays}; it cannot be removed
 * @param maxExpiresAt how far refreshing may take it, not further than now; it cannot be removed
 * @param rateLimit its rate; removed, the role's
 * @param quota its quota; removed, the role's
 * @param allowedNetworks networks in CIDR form to use it from; removed, any address
 * @param metadata entries that change, or are removed; removed itself, all of them
 */
public record UpdateKeyCommand(
        Patch<String> name,
        Patch<List<String>> scopes,
        Patch<Integer> expiresInDays,
        Patch<Instant> expiresAt,
        Patch<Instant> maxExpiresAt,
        Patch<RequestedRate> rateLimit,
        Patch<Long> quota,
        Patch<List<String>> allowedNetworks,
        Patch<Map<String, Patch<String>>> metadata) {

    GrantPointers pointers() {
        return new GrantPointers(
                expiresAt.changed().isPresent() ? "/expires_at" : "/expires_in_days",
                scopes.changed().orElse(List.of()));
    }
}
