package dev.keysmith.functions.manage;

import dev.keysmith.core.granting.RequestedRate;
import dev.keysmith.core.updating.Patch;
import dev.keysmith.core.updating.UpdateKeyCommand;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The body of {@code PATCH /v1/keys/{key_id}}. A rate is replaced as a whole: half of one means nothing. */
@Introspected
record UpdateKeyRequest(
        Patch<String> name,
        Patch<List<String>> scopes,
        Patch<Integer> expiresInDays,
        Patch<Instant> expiresAt,
        Patch<Instant> maxExpiresAt,
        Patch<RateLimitRequest> rateLimit,
        Patch<Long> quota,
        Patch<List<String>> allowedNetworks,
        Patch<Map<String, Patch<String>>> metadata) {

    /** A rate that is asked for. */
    @Introspected
    record RateLimitRequest(Integer requests, Integer windowSeconds) {

        RequestedRate asked() {
            return new RequestedRate(requests, windowSeconds);
        }
    }

    UpdateKeyCommand command() {
        return new UpdateKeyCommand(
                name,
                scopes,
                expiresInDays,
                expiresAt,
                maxExpiresAt,
                rateLimit.map(RateLimitRequest::asked),
                quota,
                allowedNetworks,
                metadata);
    }
}
