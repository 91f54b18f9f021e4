package dev.keysmith.core.revoking;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.owner.OwnerRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Revokes all keys of an owner. From the first call until the last, no key can be issued for that owner. Each call does a
 * bounded part; who repeats it until it is done can be sure that nothing is left. A caller that is the owner's own key goes
 * last.
 */
@Singleton
public final class OwnerRevoker {

    private final OwnerRepository owners;
    private final KeyRepository keys;
    private final Sweeper sweeper;
    private final InstantSource clock;

    public OwnerRevoker(OwnerRepository owners, KeyRepository keys, Sweeper sweeper, InstantSource clock) {
        this.owners = owners;
        this.keys = keys;
        this.sweeper = sweeper;
        this.clock = clock;
    }

    /**
     * Does the next part.
     *
     * @param from where the last call left off; empty to begin
     * @return what was done; empty where the principal may not act for that owner, whether there is one or not
     */
    public Optional<SweepReport> revokeAll(
            Principal principal, Owner owner, Optional<String> reason, Optional<Sweep> from, RequestOrigin origin) {
        if (!principal.mayActFor(owner)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant blockedAt = owners.blockIssuing(owner, now);
        Instant quietFrom = sweeper.quietAfter(blockedAt);
        Sweep sweep =
                from.orElseGet(() -> Sweep.starting(now, quietFrom, Set.of())).quietFromAtLeast(quietFrom);
        SweepReport report =
                sweeper.sweep(principal, Optional.of(owner), new Sweeper.Target.All(), sweep, reason, origin);
        return Optional.of(report.isDone() ? finish(principal, owner, reason, report, blockedAt, origin) : report);
    }

    private SweepReport finish(
            Principal principal,
            Owner owner,
            Optional<String> reason,
            SweepReport report,
            Instant blockedAt,
            RequestOrigin origin) {
        int revoked = report.revoked();
        if (principal.owner().equals(owner)) {
            Change change = new Change(ChangeAction.REVOKED, clock.instant(), principal.actor(), origin);
            keys.revoke(principal.keyId(), Optional.of(owner), reason, change);
            revoked++;
        }
        owners.unblockIssuing(owner, blockedAt);
        return new SweepReport(revoked, report.next(), report.retryAfter());
    }
}
