package dev.keysmith.core.revoking;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyDescent;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyIndex;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyRepository.RevokeOutcome;
import dev.keysmith.core.key.Page;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Revokes many keys, a part at a time, so that each call's work is bounded. An issue that the authorizer let in before may write
 * its key up to {@code KEYSMITH_ISSUE_IN_FLIGHT} (1 minute) later: the gateway may hold it back, and the function takes its
 * time. So the last pass begins that long after the last key ended that could issue. The caller's own key is left to who asked.
 */
@Singleton
public final class Sweeper {

    private static final int KEYS_PER_PAGE = 200;
    private static final int PAGES_PER_CALL = 10;
    private static final int ENOUGH_REVOKED = 200;

    private final KeyIndex index;
    private final KeyRepository keys;
    private final InstantSource clock;
    private final Duration issueInFlight;

    public Sweeper(KeyIndex index, KeyRepository keys, InstantSource clock, Settings settings) {
        this.index = index;
        this.keys = keys;
        this.clock = clock;
        this.issueInFlight = settings.duration(
                "keysmith.issue-in-flight", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMinutes(15));
    }

    /** Which keys are revoked. */
    sealed interface Target {

        /** All of them. */
        record All() implements Target {}

        /** Those that descend from the sweep's issuers. */
        record Descendants() implements Target {}
    }

    /** When nothing can be in flight any more that was let in up to this time. */
    Instant quietAfter(Instant lastLetIn) {
        return lastLetIn.plus(issueInFlight);
    }

    /** Does the next part. The keys are those of one owner, or of all owners where none is given. */
    SweepReport sweep(
            Principal caller,
            Optional<Owner> owner,
            Target target,
            Sweep from,
            Optional<String> reason,
            RequestOrigin origin) {
        Instant now = clock.instant();
        if (from.passBegan().isEmpty() && now.isBefore(from.quietFrom())) {
            return new SweepReport(0, Optional.of(from), Optional.of(Duration.between(now, from.quietFrom())));
        }
        SweepReport report = page(caller, owner, target, from.beginningAt(now), reason, origin);
        for (int pages = 1; pages < PAGES_PER_CALL && goesOn(report); pages++) {
            SweepReport more = page(caller, owner, target, report.next().orElseThrow(), reason, origin);
            report = new SweepReport(report.revoked() + more.revoked(), more.next(), more.retryAfter());
        }
        return report;
    }

    /** Whether the same call does the next page of the same pass. */
    private static boolean goesOn(SweepReport report) {
        return report.revoked() < ENOUGH_REVOKED
                && report.next().flatMap(Sweep::position).isPresent();
    }

    private SweepReport page(
            Principal caller,
            Optional<Owner> owner,
            Target target,
            Sweep sweep,
            Optional<String> reason,
            RequestOrigin origin) {
        Page<KeyDescent> page = index.descents(owner, KEYS_PER_PAGE, sweep.position());
        Set<KeyId> issuers = new LinkedHashSet<>(sweep.issuers());
        int revoked = 0;
        // Whose issues may still be in flight.
        Instant lastIssuerEnded = Instant.EPOCH;
        for (KeyDescent key : page.items()) {
            boolean isTarget = target instanceof Target.All
                    || key.issuedBy().filter(issuers::contains).isPresent();
            if (!isTarget) {
                continue;
            }
            Optional<Instant> endedAt = key.endedAt();
            if (endedAt.isEmpty() && !key.keyId().equals(caller.keyId())) {
                revoked += revoke(caller, owner, key, reason, origin) ? 1 : 0;
                endedAt = Optional.of(clock.instant());
            }
            if (key.mayHaveIssued()) {
                issuers.add(key.keyId());
                lastIssuerEnded = endedAt.filter(lastIssuerEnded::isBefore).orElse(lastIssuerEnded);
            }
        }
        Sweep next = sweep.quietFromAtLeast(quietAfter(lastIssuerEnded));
        if (target instanceof Target.All) {
            return report(revoked, next, page);
        }
        boolean hasMoreIssuers = issuers.size() > sweep.issuers().size();
        next = next.withIssuers(issuers);
        // What they issued may stand before them in the order of a scan: one more pass.
        return report(
                revoked, hasMoreIssuers ? next.quietFromAtLeast(clock.instant().plusMillis(1)) : next, page);
    }

    private SweepReport report(int revoked, Sweep sweep, Page<KeyDescent> page) {
        if (page.next().isPresent()) {
            return new SweepReport(revoked, Optional.of(sweep.goingOnAt(page.next())), Optional.empty());
        }
        if (sweep.isLastPass()) {
            return new SweepReport(revoked, Optional.empty(), Optional.empty());
        }
        Duration wait = Duration.between(clock.instant(), sweep.quietFrom());
        return new SweepReport(
                revoked,
                Optional.of(sweep.goingOnAt(Optional.empty())),
                wait.isPositive() ? Optional.of(wait) : Optional.empty());
    }

    private boolean revoke(
            Principal caller, Optional<Owner> owner, KeyDescent key, Optional<String> reason, RequestOrigin origin) {
        Change change = new Change(ChangeAction.REVOKED, clock.instant(), caller.actor(), origin);
        return keys.revoke(key.keyId(), owner, reason, change)
                        instanceof RevokeOutcome.Revoked(var _, boolean byThisCall)
                && byThisCall;
    }
}
