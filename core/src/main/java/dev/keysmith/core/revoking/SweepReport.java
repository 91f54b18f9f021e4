package dev.keysmith.core.revoking;

import java.time.Duration;
import java.util.Optional;

/**
 * What one call of a revocation of many keys did.
 *
 * @param revoked how many keys it revoked
 * @param next how to go on; empty where all is done
 * @param retryAfter how long to wait before that, where there is nothing to do yet
 */
public record SweepReport(int revoked, Optional<Sweep> next, Optional<Duration> retryAfter) {

    /** Whether nothing is left to revoke. */
    public boolean isDone() {
        return next.isEmpty();
    }
}
