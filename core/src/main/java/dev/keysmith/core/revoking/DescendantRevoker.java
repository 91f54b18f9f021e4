package dev.keysmith.core.revoking;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RequestOrigin;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Revokes a key with the keys that it issued, and those that they issued. A holder of {@code owners:any} reaches the keys of all
 * owners; any other caller those of its own. Each call does a bounded part. The caller's own key, should it descend from that
 * key, is left alone.
 */
@Singleton
public final class DescendantRevoker {

    private final KeyRevoker revoker;
    private final Sweeper sweeper;
    private final InstantSource clock;

    public DescendantRevoker(KeyRevoker revoker, Sweeper sweeper, InstantSource clock) {
        this.revoker = revoker;
        this.sweeper = sweeper;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param metadata the key itself, revoked
     * @param report what was done about the keys that it issued
     */
    public record Outcome(ApiKeyMetadata metadata, SweepReport report) {}

    /**
     * Revokes the key, and does the next part of the rest.
     *
     * @param from where the last call left off; empty to begin
     * @return empty where there is no such key that the principal may see
     */
    public Optional<Outcome> revoke(
            Principal principal, String keyId, Optional<String> reason, Optional<Sweep> from, RequestOrigin origin) {
        return revoker.revoke(principal, keyId, reason, origin)
                .map(key -> new Outcome(key, revokeIssued(principal, key, reason, from, origin)));
    }

    private SweepReport revokeIssued(
            Principal principal,
            ApiKeyMetadata key,
            Optional<String> reason,
            Optional<Sweep> from,
            RequestOrigin origin) {
        Instant revokedAt = ((KeyStatus.Revoked) key.status()).at();
        Instant quietFrom = sweeper.quietAfter(revokedAt);
        Set<KeyId> root = Set.of(key.keyId());
        Sweep sweep = from.orElseGet(() -> Sweep.starting(clock.instant(), quietFrom, root))
                .withIssuers(root)
                .quietFromAtLeast(quietFrom);
        return sweeper.sweep(principal, principal.onlyOwner(), new Sweeper.Target.Descendants(), sweep, reason, origin);
    }
}
