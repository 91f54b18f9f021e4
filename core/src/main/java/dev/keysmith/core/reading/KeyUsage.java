package dev.keysmith.core.reading;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.meter.RateStanding;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much a key was used, with all of its secrets and tokens.
 *
 * @param keyId the key
 * @param total how many requests are charged to it; never fewer than were admitted
 * @param unsettled how many of them are in leases that were not given back yet, and so may not have been used
 * @param lastUsedAt when it was last charged; a request may have come later, by at most a lease's length
 * @param previousSecretLastUsedAt the same for the secrets from before its last rotation; empty where none was used since then
 * @param rate how its rate stands; empty where it has none
 * @param quota its quota; empty where it has none
 */
public record KeyUsage(
        KeyId keyId,
        long total,
        long unsettled,
        Optional<Instant> lastUsedAt,
        Optional<Instant> previousSecretLastUsedAt,
        Optional<RateStanding> rate,
        OptionalLong quota) {

    /** How many requests the quota admits; empty where there is none. */
    public OptionalLong quotaRemaining() {
        return quota.isEmpty() ? quota : OptionalLong.of(Math.max(0, quota.getAsLong() - total));
    }
}
