package dev.keysmith.core.rotating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.Rotation;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRotatorTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final IssuedKey key = core.issue(
            admin,
            Asked.forKey()
                    .name("rotated")
                    .environment("test")
                    .rate(5, 10)
                    .metadata(Map.of("team", "blue"))
                    .build());

    @Test
    void rotatedKeyHasANewSecretAndIsTheSameInAllElse() {
        core.clock.advance(Duration.ofHours(1));
        Instant now = core.clock.instant();

        IssuedKey rotated = rotated(admin, Duration.ofHours(2));

        assertThat(rotated.key().reveal()).isNotEqualTo(key.key().reveal());
        assertThat(rotated.key().keyId()).isEqualTo(key.key().keyId());
        assertThat(rotated.key().reveal()).startsWith("ks_test_");
        assertThat(rotated.metadata())
                .isEqualTo(key.metadata().rotated(KeyFormat.OPAQUE, new Rotation(now, now.plus(Duration.ofHours(2)))));
        assertThat(rotated.metadata().version()).isEqualTo(2);
        assertThat(rotated.metadata().validity()).isEqualTo(key.metadata().validity());
        assertThat(verified(rotated.key())).isEqualTo(rotated.metadata());
        assertThat(stored()).isEqualTo(rotated.metadata());
    }

    @Test
    void rotatingIsOneReadAndOneWrite() {
        core.calls.take();
        rotated(admin, Duration.ZERO);
        assertThat(core.calls.take()).containsExactly("GetItem", "PutItem");
    }

    @Test
    void keyRotatesItself() {
        Principal self = core.principal(core.issue(admin, "root", "keys:rotate"));

        IssueResult result = core.rotator.rotate(
                self, command(self.keyId().value(), Duration.ZERO, core.clock.instant()), Core.origin());

        assertThat(((IssueResult.Issued) result).issued().metadata().keyId()).isEqualTo(self.keyId());
    }

    @Test
    void ofRotationsAtTheSameTimeOneIsDoneAndItsSecretWorks() throws Exception {
        Instant receivedAt = core.clock.instant();

        List<IssueResult> results = Race.run(50, () -> rotate(admin, Duration.ZERO, receivedAt));

        List<IssuedKey> issued = results.stream()
                .filter(IssueResult.Issued.class::isInstance)
                .map(result -> ((IssueResult.Issued) result).issued())
                .toList();
        assertThat(issued).hasSize(1);
        assertThat(results)
                .filteredOn(result -> !(result instanceof IssueResult.Issued))
                .hasSize(49)
                .containsOnly(new IssueResult.Refused(ErrorCode.CONFLICT));
        assertThat(verified(issued.getFirst().key()))
                .isEqualTo(issued.getFirst().metadata());
    }

    @Test
    void requestThatCameBeforeTheLastRotationEndedIsAConflict() {
        Instant early = core.clock.instant();
        core.clock.advance(Duration.ofSeconds(1));
        IssuedKey first = rotated(admin, Duration.ZERO);

        assertThat(rotate(admin, Duration.ZERO, early)).isEqualTo(new IssueResult.Refused(ErrorCode.CONFLICT));
        assertThat(rotate(admin, Duration.ZERO, core.clock.instant()))
                .isEqualTo(new IssueResult.Refused(ErrorCode.CONFLICT));
        assertThat(verified(first.key())).isEqualTo(first.metadata());

        core.clock.advance(Duration.ofMillis(1));
        assertThat(rotate(admin, Duration.ZERO, core.clock.instant())).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void keyOfAnotherOwnerUnknownAndMalformedOnesAreNotFound() {
        Principal acme = core.principal(core.issue(admin, "acme", "*"));
        for (String keyId : List.of(key.key().keyId().value(), "0000000000000000", "", "../x", "0".repeat(1_000))) {
            assertThat(core.rotator.rotate(acme, command(keyId, Duration.ZERO, core.clock.instant()), Core.origin()))
                    .isEqualTo(new IssueResult.Refused(ErrorCode.NOT_FOUND));
            assertThat(core.rotator.finish(acme, keyId, Core.origin()))
                    .isEqualTo(new KeyRotator.FinishResult.Refused(ErrorCode.NOT_FOUND));
        }
        assertThat(verified(key.key())).isEqualTo(key.metadata());
    }

    @Test
    void revokedKeyIsAConflictAndStaysRevoked() {
        core.revoker.revoke(admin, key.key().keyId().value(), Optional.empty(), Core.origin());

        assertThat(rotate(admin, Duration.ZERO, core.clock.instant()))
                .isEqualTo(new IssueResult.Refused(ErrorCode.CONFLICT));
        assertThat(core.verify(key.key().reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void expiredKeyIsAConflict() {
        core.clock.advance(Duration.ofDays(7));

        assertThat(rotate(admin, Duration.ZERO, core.clock.instant()))
                .isEqualTo(new IssueResult.Refused(ErrorCode.CONFLICT));
        assertThat(stored()).isEqualTo(key.metadata());
    }

    @Test
    void deletedKeyIsNotFound() {
        core.revoker.delete(admin, key.key().keyId().value(), Optional.empty(), Core.origin());

        assertThat(rotate(admin, Duration.ZERO, core.clock.instant()))
                .isEqualTo(new IssueResult.Refused(ErrorCode.NOT_FOUND));
    }

    @Test
    void withoutAPepperNothingIsWritten() {
        core.secretSource.cutOff();
        core.clock.advance(Duration.ofHours(2));
        core.calls.take();

        assertThatThrownBy(() -> rotate(admin, Duration.ZERO, core.clock.instant()))
                .isInstanceOf(UnavailableException.class);
        assertThat(core.calls.take()).containsExactly("GetItem");
    }

    @Test
    void graceIsFromZeroToSevenDays() {
        assertThat(rotated(admin, KeyRotator.LONGEST_GRACE).metadata().lastRotation())
                .contains(
                        new Rotation(core.clock.instant(), core.clock.instant().plus(Duration.ofDays(7))));
        for (Duration grace : List.of(Duration.ofMillis(-1), Duration.ofDays(7).plusMillis(1))) {
            assertThatThrownBy(() -> command(key.key().keyId().value(), grace, core.clock.instant()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private IssuedKey rotated(Principal rotator, Duration grace) {
        return ((IssueResult.Issued) rotate(rotator, grace, core.clock.instant())).issued();
    }

    private IssueResult rotate(Principal rotator, Duration grace, Instant receivedAt) {
        return core.rotator.rotate(rotator, command(key.key().keyId().value(), grace, receivedAt), Core.origin());
    }

    private static RotateKeyCommand command(String keyId, Duration grace, Instant receivedAt) {
        return new RotateKeyCommand(keyId, grace, receivedAt, Optional.empty());
    }

    private ApiKeyMetadata verified(OwnKey presented) {
        return ((Verification.Verified) core.verify(presented.reveal())).key();
    }

    private ApiKeyMetadata stored() {
        return core.keys.find(key.key().keyId()).orElseThrow().metadata();
    }
}
