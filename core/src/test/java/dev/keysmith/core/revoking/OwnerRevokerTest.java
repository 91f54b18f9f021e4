package dev.keysmith.core.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.KeyPosition;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.testing.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnerRevokerTest {

    private static final Owner ACME = new Owner("acme");
    private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

    private final Core core = new Core();
    private final Principal admin = core.admin();

    @Test
    void everyKeyOfTheOwnerIsRevokedAndNoOther() {
        List<OwnKey> keys = issue(3);
        OwnKey foreign = core.issue(admin, "other");
        OwnKey test = core.issue(
                        admin, Asked.forKey().owner("acme").environment("test").build())
                .key();

        assertThat(sweeping(admin).untilDone().revoked()).isEqualTo(4);

        Stream.concat(keys.stream(), Stream.of(test)).forEach(this::assertRevoked);
        assertLives(foreign);
        assertThat(core.keys
                        .find(keys.getFirst().keyId())
                        .orElseThrow()
                        .metadata()
                        .status())
                .isInstanceOfSatisfying(KeyStatus.Revoked.class, revoked -> {
                    assertThat(revoked.by()).isEqualTo(admin.keyId().value());
                    assertThat(revoked.reason()).contains("incident");
                });
    }

    @Test
    void eachCallDoesABoundedPart() {
        List<OwnKey> keys = issue(450);
        Sweeping sweeping = sweeping(admin);

        assertThat(sweeping.next().revoked()).isEqualTo(200);
        assertThat(sweeping.next().revoked()).isEqualTo(200);
        assertThat(sweeping.next().revoked()).isEqualTo(50);
        assertThat(sweeping.untilDone().revoked()).isEqualTo(450);
        keys.forEach(this::assertRevoked);
    }

    @Test
    void keysThatWereRevokedBeforeStayAsTheyWere() {
        OwnKey key = core.issue(admin, "acme");
        core.revoker.revoke(admin, key.keyId().value(), Optional.of("first"), Core.origin());
        var before = core.keys.find(key.keyId()).orElseThrow().metadata();
        OwnKey deleted = core.issue(admin, "acme");
        core.revoker.delete(admin, deleted.keyId().value(), Optional.empty(), Core.origin());
        core.clock.advance(Duration.ofHours(1));

        assertThat(sweeping(admin).untilDone().revoked()).isZero();
        assertThat(core.keys.find(key.keyId()).orElseThrow().metadata()).isEqualTo(before);
    }

    @Test
    void nothingIsIssuedOrImportedFromTheFirstCallToTheLast() {
        issue(1);
        Sweeping sweeping = sweeping(admin);
        sweeping.next();

        assertBlocked();
        assertThat(core.importer.importKey(
                        admin,
                        Sha256.hex("0a".repeat(32)),
                        Asked.forKey().owner("acme").build(),
                        Core.origin()))
                .isInstanceOfSatisfying(
                        ImportResult.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT));
        core.issue(admin, "other");
        core.clock.advance(IN_FLIGHT.minusMillis(1));
        sweeping.next();
        assertBlocked();

        sweeping.untilDone();
        core.issue(admin, "acme");
    }

    @Test
    void itIsNotDoneBeforeNoIssueCanBeInFlightAnyMore() {
        issue(1);
        Sweeping sweeping = sweeping(admin);

        SweepReport first = sweeping.next();
        assertThat(first.isDone()).isFalse();
        assertThat(first.retryAfter()).contains(IN_FLIGHT);

        core.clock.advance(IN_FLIGHT.minusMillis(1));
        core.calls.take();
        SweepReport early = sweeping.next();
        assertThat(early.isDone()).isFalse();
        assertThat(early.retryAfter()).contains(Duration.ofMillis(1));
        assertThat(core.calls.take()).containsExactly("UpdateItem");

        core.clock.advance(Duration.ofMillis(1));
        assertThat(sweeping.next().isDone()).isTrue();
    }

    @Test
    void passThatBeganTooEarlyIsNotTheLastOneHoweverLateItEnds() {
        issue(250);
        Sweeping sweeping = sweeping(admin);
        assertThat(sweeping.next().revoked()).isEqualTo(200);
        // Perhaps among the keys that were looked at already.
        OwnKey late = InFlight.arrives(core, admin, ACME, "chat:read");
        core.clock.advance(IN_FLIGHT);

        assertThat(sweeping.next().isDone()).isFalse();
        sweeping.untilDone();

        assertRevoked(late);
    }

    @Test
    void whoBeginsAnewWaitsAsLongAsTheFirstOneWould() {
        issue(1);
        sweeping(admin).next();
        core.clock.advance(IN_FLIGHT.minusSeconds(10));

        SweepReport anew = sweeping(admin).next();

        assertThat(anew.isDone()).isFalse();
        assertThat(anew.retryAfter()).contains(Duration.ofSeconds(10));
    }

    @Test
    void issueThatWasInFlightIsFoundByTheLastPass() {
        issue(2);
        Sweeping sweeping = sweeping(admin);
        sweeping.next();
        OwnKey late = InFlight.arrives(core, admin, ACME, "chat:read");

        sweeping.untilDone();

        assertRevoked(late);
    }

    @Test
    void keyThatTheLastPassRevokesLeavesNothingInFlightEither() {
        issue(1);
        Sweeping sweeping = sweeping(admin);
        sweeping.next();
        // Its holder issues as fast as it can.
        OwnKey issuer = InFlight.arrives(core, admin, ACME, "keys:issue", "chat:*");
        core.clock.advance(IN_FLIGHT.minusMillis(1));
        Principal holder = core.principal(issuer);
        core.clock.advance(Duration.ofMillis(1));

        assertThat(sweeping.next().isDone()).isFalse();
        assertRevoked(issuer);
        assertThat(core.issuer.issue(holder, Asked.forKey().owner("acme").build(), Core.origin(), Optional.empty()))
                .isInstanceOf(IssueResult.Refused.class);
        assertThat(sweeping.untilDone().revoked()).isEqualTo(2);
    }

    @Test
    void whoGoesOnAfterALongTimeStillWaitsForTheIssuesOfTheKeysThatItRevokes() {
        sweeping(admin).next();
        OwnKey issuer = InFlight.arrives(core, admin, ACME, "keys:issue", "chat:*");
        Principal holder = core.principal(issuer);
        core.clock.advance(Duration.ofHours(1));

        Sweeping anew = sweeping(admin);
        assertThat(anew.next().isDone()).isFalse();
        assertThat(core.issuer.issue(holder, Asked.forKey().owner("acme").build(), Core.origin(), Optional.empty()))
                .isInstanceOf(IssueResult.Refused.class);
        anew.untilDone();
    }

    @Test
    void issuesThatRaceWithItLeaveNoLivingKey() throws Exception {
        ConcurrentLinkedQueue<OwnKey> made = new ConcurrentLinkedQueue<>();
        Sweeping sweeping = sweeping(admin);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                threads.submit(() -> {
                    while (core.issuer.issue(
                                    admin, Asked.forKey().owner("acme").build(), Core.origin(), Optional.empty())
                            instanceof IssueResult.Issued issued) {
                        made.add(issued.issued().key());
                    }
                });
            }
            while (made.size() < 50) {
                Thread.onSpinWait();
            }
            sweeping.next();
        }

        assertThat(sweeping.untilDone().revoked()).isEqualTo(made.size());

        made.forEach(this::assertRevoked);
    }

    @Test
    void callersOwnKeyGoesLast() {
        List<OwnKey> keys = issue(201);
        OwnKey own = core.issue(admin, "acme", "keys:revoke");
        Sweeping sweeping = sweeping(core.principal(own));

        sweeping.next();
        sweeping.next();
        keys.forEach(this::assertRevoked);
        assertLives(own);

        assertThat(sweeping.untilDone().revoked()).isEqualTo(202);
        assertRevoked(own);
        core.issue(admin, "acme");
    }

    @Test
    void callerOfAnotherOwnerKeepsItsKey() {
        issue(1);
        assertThat(sweeping(admin).untilDone().revoked()).isEqualTo(1);
        assertThat(core.keys.find(admin.keyId()).orElseThrow().metadata().status())
                .isInstanceOf(KeyStatus.Active.class);
    }

    @Test
    void ownerThatTheCallerMayNotActForIsAbsentAndStaysAsItIs() {
        OwnKey key = core.issue(admin, "acme");
        Principal other = core.principal(core.issue(admin, "other", "*"));
        core.calls.take();

        assertThat(core.ownerRevoker.revokeAll(other, ACME, Optional.empty(), Optional.empty(), Core.origin()))
                .isEmpty();

        assertThat(core.calls.take()).isEmpty();
        assertLives(key);
        core.issue(admin, "acme");
    }

    @Test
    void ownerWithoutKeysIsSweptLikeAnyOther() {
        assertThat(sweeping(admin).untilDone().revoked()).isZero();
        core.issue(admin, "acme");
    }

    @Test
    void ofTwoThatOverlapTheLaterOneLeavesNothingBehindThoughTheEarlierLetIssuingGoOn() {
        issue(3);
        Sweeping earlier = sweeping(admin);
        earlier.next();
        core.clock.advance(Duration.ofSeconds(10));
        Sweeping later = sweeping(admin);
        later.next();
        earlier.untilDone();
        OwnKey between = core.issue(admin, "acme");

        assertThat(later.next().isDone()).isFalse();
        assertBlocked();
        later.untilDone();

        assertRevoked(between);
        core.issue(admin, "acme");
    }

    @Test
    void callsAtTheSameTimeCountEachKeyOnce() throws Exception {
        List<OwnKey> keys = issue(150);

        List<SweepReport> reports = Race.run(4, () -> revoke(admin, Optional.empty()));

        assertThat(reports.stream().mapToInt(SweepReport::revoked).sum()).isEqualTo(150);
        keys.forEach(this::assertRevoked);
    }

    @Test
    void forgedContinuationReachesNoOtherOwnersKeys() {
        OwnKey foreign = core.issue(admin, "other");
        OwnKey victim = core.issue(admin, "acme");
        Principal caller = core.principal(core.issue(admin, "acme", "keys:revoke"));
        Instant now = core.clock.instant();
        Sweep forged = new Sweep(
                Instant.EPOCH,
                Optional.of(now),
                Optional.of(new KeyPosition(Instant.EPOCH, foreign.keyId())),
                Set.of(admin.keyId(), foreign.keyId()));

        new Sweeping(core, from -> revoke(caller, from.or(() -> Optional.of(forged)))).untilDone();

        assertRevoked(victim);
        assertLives(foreign);
        assertThat(core.keys.find(admin.keyId()).orElseThrow().metadata().status())
                .isInstanceOf(KeyStatus.Active.class);
    }

    @Test
    void forgedContinuationDoesNotShortenTheWait() {
        issue(1);
        Instant now = core.clock.instant();
        Sweep forged = new Sweep(Instant.EPOCH, Optional.of(now), Optional.empty(), Set.of());

        SweepReport report = revoke(admin, Optional.of(forged));

        assertThat(report.isDone()).isFalse();
        assertThat(report.retryAfter()).contains(IN_FLIGHT);
        assertBlocked();
    }

    private Sweeping sweeping(Principal caller) {
        return new Sweeping(core, from -> revoke(caller, from));
    }

    private SweepReport revoke(Principal caller, Optional<Sweep> from) {
        return core.ownerRevoker
                .revokeAll(caller, ACME, Optional.of("incident"), from, Core.origin())
                .orElseThrow();
    }

    private List<OwnKey> issue(int count) {
        List<OwnKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(core.issue(admin, "acme"));
        }
        return keys;
    }

    private void assertBlocked() {
        assertThat(core.issuer.issue(admin, Asked.forKey().owner("acme").build(), Core.origin(), Optional.empty()))
                .isInstanceOfSatisfying(
                        IssueResult.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    private void assertRevoked(OwnKey key) {
        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    private void assertLives(OwnKey key) {
        assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
    }
}
