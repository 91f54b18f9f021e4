package dev.keysmith.core.revoking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.meter.LeaseOutcome;
import dev.keysmith.core.meter.LeaseRequest;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.MeterState;
import dev.keysmith.core.meter.Meters;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.updating.Patch;
import dev.keysmith.core.updating.UpdateKeyCommand;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRevokerTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();

    @Test
    void revokingIsOneWriteAndTheNextVerificationRefuses() {
        ApiKey key = issue("root", "chat:read");
        core.calls.take();

        var revoked = core.revoker.revoke(admin, key.keyId().value(), Optional.of("leaked"), Core.ORIGIN);

        assertThat(core.calls.take()).containsExactly("UpdateItem");
        assertThat(revoked.orElseThrow().status())
                .isEqualTo(new KeyStatus.Revoked(
                        core.clock.instant(), admin.keyId().value(), Optional.of("leaked")));
        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void keyOfAnotherOwnerDoesNotExistForWhoMayNotCrossOwners() {
        Principal acme = core.principal(issue("acme", "keys:revoke", "keys:read"));
        ApiKey foreign = issue("other", "chat:read");

        assertThat(core.revoker.revoke(acme, foreign.keyId().value(), Optional.empty(), Core.ORIGIN))
                .isEmpty();
        assertThat(core.reader.find(acme, foreign.keyId().value())).isEmpty();
        assertThat(core.verify(foreign.reveal())).isInstanceOf(Verification.Verified.class);
        assertThat(core.reader.find(admin, foreign.keyId().value())).isPresent();
    }

    @Test
    void malformedAndUnknownIdsAreAbsent() {
        for (String keyId : List.of("", "x", "0000000000000000", "../../etc/passwd", "0".repeat(10_000))) {
            assertThat(core.revoker.revoke(admin, keyId, Optional.empty(), Core.ORIGIN))
                    .isEmpty();
            assertThat(core.reader.find(admin, keyId)).isEmpty();
        }
    }

    @Test
    void holderRevokesByPresenting() {
        ApiKey key = issue("root", "chat:read");
        core.calls.take();
        core.revoker.revokePresented(key.reveal(), Core.ORIGIN);

        assertThat(core.calls.take()).containsExactly("GetItem", "UpdateItem");
        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void whoKnowsOnlyTheKeyIdRevokesNothing() {
        ApiKey key = issue("root", "chat:read");
        core.calls.take();
        core.revoker.revokePresented(key.keyId().value(), Core.ORIGIN);
        core.revoker.revokePresented("", Core.ORIGIN);
        assertThat(core.calls.take()).isEmpty();
        core.revoker.revokePresented(
                core.format.generate(Environment.LIVE, core.random).reveal(), Core.ORIGIN);
        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void keysOfAnIssuerThatMayIssueNoMoreAreRevokedWithTheKeyThatIssuedIt() {
        ApiKey root = issue("root", "keys:issue", "chat:*");
        ApiKey middle = core.issue(core.principal(root), "root", "keys:issue", "chat:read", "chat:write");
        ApiKey last = core.issue(core.principal(middle), "root", "chat:read");
        core.updater.update(
                admin,
                middle.keyId().value(),
                new UpdateKeyCommand(
                        new Patch.Unchanged<>(),
                        new Patch.Changed<>(List.of("chat:read")),
                        new Patch.Unchanged<>(),
                        new Patch.Unchanged<>(),
                        new Patch.Unchanged<>(),
                        new Patch.Unchanged<>(),
                        new Patch.Unchanged<>(),
                        new Patch.Unchanged<>(),
                        new Patch.Unchanged<>()),
                new VersionCondition.Any(),
                Core.ORIGIN);

        Optional<Sweep> next = Optional.empty();
        do {
            next = core.descendantRevoker
                    .revoke(admin, root.keyId().value(), Optional.empty(), next, Core.origin())
                    .flatMap(outcome -> outcome.report().next());
            core.clock.advance(Duration.ofMinutes(1));
        } while (next.isPresent());

        assertThat(core.verify(last.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void deletingRemovesTheMeterToo() {
        ApiKey key = issue("root", "chat:read");
        use(key);

        assertThat(core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin()))
                .isTrue();

        assertThat(core.meters.find(MeterId.of(key.keyId()))).isEmpty();
    }

    @Test
    void meterThatCouldNotBeRemovedGoesWhenTheRequestIsRepeated() {
        ApiKey key = issue("root", "chat:read");
        use(key);
        OneLostDeletion meters = new OneLostDeletion(core.meters);
        KeyRevoker revoker = new KeyRevoker(core.keys, core.verifier, core.tokenRevoker, meters, core.clock);

        assertThatThrownBy(() -> revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin()))
                .isInstanceOf(UnavailableException.class);
        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_UNKNOWN));
        assertThat(core.meters.find(MeterId.of(key.keyId()))).isPresent();

        assertThat(revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin()))
                .isFalse();
        assertThat(core.meters.find(MeterId.of(key.keyId()))).isEmpty();
    }

    @Test
    void nobodyRemovesTheMeterOfAnotherOwnersKey() {
        ApiKey foreign = issue("other", "chat:read");
        use(foreign);
        Principal acme = core.principal(issue("acme", "keys:delete"));

        core.revoker.delete(acme, foreign.keyId().value(), Optional.empty(), Core.origin());

        assertThat(core.meters.find(MeterId.of(foreign.keyId()))).isPresent();
    }

    private void use(ApiKey key) {
        core.meters.take(new LeaseRequest(
                MeterId.of(key.keyId()),
                "a",
                1,
                core.clock.instant(),
                new LeaseRequest.BucketStep.WithoutRate(1),
                OptionalLong.empty(),
                Optional.empty(),
                Set.of(),
                false,
                core.clock.instant().plusSeconds(60)));
    }

    private ApiKey issue(String owner, String... scopes) {
        return core.issue(admin, owner, scopes);
    }

    /** Meters whose store is out of reach for the first deletion. */
    private static final class OneLostDeletion implements Meters {

        private final Meters meters;
        private boolean isLost;

        OneLostDeletion(Meters meters) {
            this.meters = meters;
        }

        @Override
        public LeaseOutcome take(LeaseRequest request) {
            return meters.take(request);
        }

        @Override
        public Optional<MeterState> find(MeterId id) {
            return meters.find(id);
        }

        @Override
        public void delete(MeterId id) {
            if (!isLost) {
                isLost = true;
                throw new UnavailableException("out of reach");
            }
            meters.delete(id);
        }
    }
}
