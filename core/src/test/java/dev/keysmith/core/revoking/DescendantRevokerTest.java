package dev.keysmith.core.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Sha256;
import dev.keysmith.core.updating.UpdateResult;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescendantRevokerTest {

    private static final Owner ACME = new Owner("acme");
    private static final Duration IN_FLIGHT = Duration.ofMinutes(1);
    private static final String[] ISSUING = {"keys:issue", "keys:import", "keys:revoke", "chat:*"};

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final ApiKey root = core.issue(admin, "acme", ISSUING);

    @Test
    void keyIsRevokedWithWhatItIssuedAndWhatThatIssuedAndNothingElse() {
        ApiKey child = issuedBy(root, ISSUING);
        ApiKey leaf = issuedBy(root);
        ApiKey grandchild = issuedBy(child);
        ApiKey sibling = core.issue(admin, "acme", ISSUING);
        ApiKey nephew = issuedBy(sibling);

        assertThat(sweeping(admin, root).untilDone().revoked()).isEqualTo(3);

        List.of(root, child, leaf, grandchild).forEach(this::assertRevoked);
        List.of(sibling, nephew).forEach(this::assertLives);
        assertThat(core.keys.find(grandchild.keyId()).orElseThrow().metadata().status())
                .isInstanceOfSatisfying(KeyStatus.Revoked.class, revoked -> {
                    assertThat(revoked.by()).isEqualTo(admin.keyId().value());
                    assertThat(revoked.reason()).contains("incident");
                });
    }

    @Test
    void keyItselfIsRevokedByTheFirstCall() {
        sweeping(admin, root).next();
        assertRevoked(root);
    }

    @Test
    void importedKeysAreDescendantsToo() {
        String imported = "kaa_" + "0a".repeat(32);
        assertThat(core.importer.importKey(
                        core.principal(root),
                        Sha256.hex(imported),
                        Asked.forKey().build(),
                        Core.origin()))
                .isInstanceOf(ImportResult.Imported.class);

        sweeping(admin, root).untilDone();

        assertThat(core.verify(imported)).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void longLineIsFoundInWhateverOrderTheStoreHasIt() {
        List<ApiKey> line = new ArrayList<>(List.of(root));
        for (int i = 0; i < 12; i++) {
            line.add(issuedBy(line.getLast(), ISSUING));
        }

        assertThat(sweeping(admin, root).untilDone().revoked()).isEqualTo(12);

        line.forEach(this::assertRevoked);
    }

    @Test
    void longLineThatEndedLongAgoIsFollowedToTheKeysThatStillLive() {
        List<ApiKey> line = new ArrayList<>(List.of(root));
        List<ApiKey> leaves = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            line.add(issuedBy(line.getLast(), ISSUING));
            leaves.add(issuedBy(line.getLast()));
        }
        line.forEach(key -> core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin()));
        core.clock.advance(Duration.ofHours(1));

        assertThat(sweeping(admin, root).untilDone().revoked()).isEqualTo(12);

        leaves.forEach(this::assertRevoked);
    }

    @Test
    void moreKeysThanAPageHoldsAreRevoked() {
        List<ApiKey> children = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            children.add(issuedBy(root));
        }
        ApiKey last = issuedBy(root, ISSUING);
        ApiKey grandchild = issuedBy(last);
        ApiKey other = core.issue(admin, "acme", "keys:revoke");

        assertThat(sweeping(core.principal(other), root).untilDone().revoked()).isEqualTo(252);

        children.forEach(this::assertRevoked);
        assertRevoked(grandchild);
        assertLives(other);
    }

    @Test
    void lineThatWasCutInTheMiddleIsFollowed() {
        ApiKey revoked = issuedBy(root, ISSUING);
        ApiKey ofRevoked = issuedBy(revoked);
        ApiKey deleted = issuedBy(root, ISSUING);
        ApiKey ofDeleted = issuedBy(deleted);
        core.revoker.revoke(admin, revoked.keyId().value(), Optional.empty(), Core.origin());
        core.revoker.delete(admin, deleted.keyId().value(), Optional.empty(), Core.origin());

        assertThat(sweeping(admin, root).untilDone().revoked()).isEqualTo(2);

        assertRevoked(ofRevoked);
        assertRevoked(ofDeleted);
        assertThat(core.keys.find(deleted.keyId())).isEmpty();
    }

    @Test
    void keyThatMayIssueNoMoreIsFollowedToWhatItIssued() {
        ApiKey child = issuedBy(root, ISSUING);
        ApiKey grandchild = issuedBy(child);
        assertThat(core.updater.update(
                        admin,
                        child.keyId().value(),
                        AskedChange.ofKey().scopes("chat:read").build(),
                        new VersionCondition.Any(),
                        Core.origin()))
                .isInstanceOf(UpdateResult.Updated.class);

        sweeping(admin, root).untilDone();

        assertRevoked(child);
        assertRevoked(grandchild);
    }

    @Test
    void keysOfOtherOwnersAreReachedByWhoMayCrossOwnersAlone() {
        ApiKey crossing = core.issue(admin, "acme", "keys:issue", "keys:revoke", "owners:any", "chat:*");
        ApiKey foreign = core.issue(core.principal(crossing), "other");
        ApiKey own = core.issue(core.principal(crossing), "acme");
        Principal acme = core.principal(core.issue(admin, "acme", "keys:revoke"));

        assertThat(sweeping(acme, crossing).untilDone().revoked()).isEqualTo(1);
        assertRevoked(own);
        assertLives(foreign);

        assertThat(sweeping(admin, crossing).untilDone().revoked()).isEqualTo(1);
        assertRevoked(foreign);
    }

    @Test
    void keyOfAnotherOwnerAndAnUnknownOneAreAbsentAndNothingIsRevoked() {
        ApiKey child = issuedBy(root);
        Principal other = core.principal(core.issue(admin, "other", "*"));

        for (String keyId : List.of(root.keyId().value(), "0000000000000000", "x")) {
            assertThat(core.descendantRevoker.revoke(other, keyId, Optional.empty(), Optional.empty(), Core.origin()))
                    .isEmpty();
        }
        assertLives(root);
        assertLives(child);
    }

    @Test
    void itIsNotDoneBeforeNoIssueCanBeInFlightAnyMore() {
        Sweeping sweeping = sweeping(admin, root);
        SweepReport first = sweeping.next();
        assertThat(first.isDone()).isFalse();
        assertThat(first.retryAfter()).contains(IN_FLIGHT);

        core.clock.advance(IN_FLIGHT.minusMillis(1));
        assertThat(sweeping.next().isDone()).isFalse();
        core.clock.advance(Duration.ofMillis(1));
        assertThat(sweeping.next().isDone()).isTrue();
    }

    @Test
    void childThatWasInFlightIsFoundByTheLastPassAndWaitedFor() {
        Principal holder = core.principal(root);
        Sweeping sweeping = sweeping(admin, root);
        sweeping.next();
        core.clock.advance(IN_FLIGHT.minusMillis(1));
        ApiKey child = InFlight.arrives(core, holder, ACME, ISSUING);
        Principal childHolder = core.principal(child);
        core.clock.advance(Duration.ofMillis(1));

        assertThat(sweeping.next().isDone()).isFalse();
        assertRevoked(child);
        core.clock.advance(IN_FLIGHT.minusMillis(1));
        ApiKey grandchild = InFlight.arrives(core, childHolder, ACME, "chat:read");
        sweeping.untilDone();

        assertRevoked(grandchild);
    }

    @Test
    void issuesOfAKeyThatSomebodyElseJustRevokedOrDeletedAreWaitedForToo() {
        ApiKey revoked = issuedBy(root, ISSUING);
        ApiKey deleted = issuedBy(root, ISSUING);
        // It stands after them.
        core.clock.advance(Duration.ofMillis(1));
        ApiKey endedLongAgo = issuedBy(root, ISSUING);
        core.revoker.delete(admin, endedLongAgo.keyId().value(), Optional.empty(), Core.origin());
        Principal ofRevoked = core.principal(revoked);
        Principal ofDeleted = core.principal(deleted);
        Principal other = core.principal(core.issue(admin, "acme", "keys:revoke"));
        core.revoker.revoke(admin, root.keyId().value(), Optional.empty(), Core.origin());
        core.clock.advance(Duration.ofHours(1));
        core.revoker.revoke(admin, revoked.keyId().value(), Optional.empty(), Core.origin());
        core.revoker.delete(admin, deleted.keyId().value(), Optional.empty(), Core.origin());

        Sweeping sweeping = sweeping(other, root);
        sweeping.next();
        core.clock.advance(IN_FLIGHT.minusMillis(1));
        assertThat(sweeping.next().isDone()).isFalse();
        ApiKey one = InFlight.arrives(core, ofRevoked, ACME, "chat:read");
        ApiKey two = InFlight.arrives(core, ofDeleted, ACME, "chat:read");
        sweeping.untilDone();

        assertRevoked(one);
        assertRevoked(two);
    }

    @Test
    void whereNobodyCanHaveAnIssueInFlightItIsDoneAtOnce() {
        ApiKey child = issuedBy(root);
        core.revoker.revoke(admin, root.keyId().value(), Optional.empty(), Core.origin());
        core.clock.advance(IN_FLIGHT);

        SweepReport report = sweeping(admin, root).next();

        assertThat(report.isDone()).isTrue();
        assertRevoked(child);
    }

    @Test
    void doingItAgainRevokesNothingMore() {
        issuedBy(root, ISSUING);
        sweeping(admin, root).untilDone();

        assertThat(sweeping(admin, root).untilDone().revoked()).isZero();
    }

    @Test
    void callersOwnKeyIsLeftAloneAndItsChildrenAreNot() {
        ApiKey caller = issuedBy(root, ISSUING);
        ApiKey child = issuedBy(caller);

        assertThat(sweeping(core.principal(caller), root).untilDone().revoked()).isEqualTo(1);

        assertLives(caller);
        assertRevoked(root);
        assertRevoked(child);
    }

    @Test
    void forgedContinuationReachesNoOtherOwnersKeys() {
        ApiKey foreign = core.issue(admin, "other");
        ApiKey child = issuedBy(root);
        Principal caller = core.principal(core.issue(admin, "acme", "keys:revoke"));
        Sweep forged = new Sweep(
                Instant.EPOCH,
                Optional.of(core.clock.instant()),
                Optional.empty(),
                Set.of(admin.keyId(), foreign.keyId()));

        new Sweeping(core, from -> revoke(caller, root.keyId(), from.or(() -> Optional.of(forged)))).untilDone();

        assertLives(foreign);
        assertRevoked(child);
        assertThat(core.keys.find(admin.keyId()).orElseThrow().metadata().status())
                .isInstanceOf(KeyStatus.Active.class);
    }

    @Test
    void forgedContinuationDoesNotShortenTheWaitNorForgetTheKeyItself() {
        ApiKey child = issuedBy(root);
        Sweep forged = new Sweep(Instant.EPOCH, Optional.of(core.clock.instant()), Optional.empty(), Set.<KeyId>of());

        SweepReport report = revoke(admin, root.keyId(), Optional.of(forged));

        assertThat(report.isDone()).isFalse();
        assertRevoked(child);
    }

    private ApiKey issuedBy(ApiKey issuer, String... scopes) {
        return core.issue(core.principal(issuer), "acme", scopes);
    }

    private Sweeping sweeping(Principal caller, ApiKey key) {
        return new Sweeping(core, from -> revoke(caller, key.keyId(), from));
    }

    private SweepReport revoke(Principal caller, KeyId keyId, Optional<Sweep> from) {
        return core.descendantRevoker
                .revoke(caller, keyId.value(), Optional.of("incident"), from, Core.origin())
                .orElseThrow()
                .report();
    }

    private void assertRevoked(ApiKey key) {
        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    private void assertLives(ApiKey key) {
        assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
    }
}
