package dev.keysmith.core.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.replay.Replays;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rotations that carry an idempotency key. */
class RepeatedRotationTest {

    private final Core core = new Core();
    private final OwnKey adminKey = core.firstAdminKey.issue();
    private final Principal admin = core.principal(adminKey);
    private final OwnKey key = core.issue(admin, "root");

    @Test
    void repeatedRotationHasTheSameAnswerAndRotatesNothing() {
        String first = issued(rotate("a", "grace 0"));
        core.clock.advance(Replays.KEPT_FOR.minusMillis(1));

        assertThat(replayed(rotate("a", "grace 0"))).isEqualTo(first);
        assertThat(core.keys.find(key.keyId()).orElseThrow().metadata().version())
                .isEqualTo(2);
        assertThat(core.verify(first)).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void rotatingIsTwoReadsAndOneTransactionAndRepeatingOneRead() {
        core.calls.take();
        rotate("a", "grace 0");
        assertThat(core.calls.take()).containsExactly("GetItem", "GetItem", "TransactWriteItems");
        rotate("a", "grace 0");
        assertThat(core.calls.take()).containsExactly("GetItem");
    }

    @Test
    void otherRequestUnderTheSameIdempotencyKeyIsAMismatchAndRotatesNothing() {
        String first = issued(rotate("a", "grace 0"));
        core.clock.advance(Duration.ofSeconds(1));

        assertThat(rotate("a", "grace 1")).isEqualTo(new IssueResult.Refused(ErrorCode.IDEMPOTENCY_MISMATCH));
        assertThat(core.verify(first)).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void otherCallersIdempotencyKeyIsItsOwn() {
        String first = issued(rotate("a", "grace 0"));
        core.clock.advance(Duration.ofSeconds(1));
        OwnKey other = core.issue(admin, "root", "*");

        String second =
                issued(core.rotator.rotate(core.principal(other), command(other, "a", "grace 0"), Core.origin()));

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void afterTenMinutesItIsARotationAnew() {
        String first = issued(rotate("a", "grace 0"));
        core.clock.advance(Replays.KEPT_FOR);

        String second = issued(rotate("a", "grace 0"));

        assertThat(second).isNotEqualTo(first);
        assertThat(core.verify(first)).isEqualTo(new Verification.Refused(ErrorCode.KEY_EXPIRED));
        assertThat(core.verify(second)).isInstanceOf(Verification.Verified.class);
        assertThat(replayed(rotate("a", "grace 0"))).isEqualTo(second);
    }

    @Test
    void refusalIsNotKept() {
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());
        OwnKey good = core.issue(admin, "root");

        assertThat(rotate("a", "grace 0")).isEqualTo(new IssueResult.Refused(ErrorCode.CONFLICT));
        assertThat(core.rotator.rotate(
                        admin,
                        new RotateKeyCommand(
                                good.keyId().value(),
                                Duration.ZERO,
                                core.clock.instant(),
                                Optional.of(Core.repeatable(adminKey, "a", "another request"))),
                        Core.origin()))
                .isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void ofTheSameRotationManyTimesAtOnceOneIsDoneAndAllHaveItsAnswer() throws Exception {
        List<IssueResult> results = Race.run(50, () -> rotate("a", "grace 0"));

        List<IssueResult> issued =
                results.stream().filter(IssueResult.Issued.class::isInstance).toList();
        assertThat(issued).hasSize(1);
        String answer = issued(issued.getFirst());
        assertThat(results)
                .filteredOn(result -> !(result instanceof IssueResult.Issued))
                .hasSize(49)
                .allSatisfy(result -> assertThat(replayed(result)).isEqualTo(answer));
        assertThat(core.keys.find(key.keyId()).orElseThrow().metadata().version())
                .isEqualTo(2);
    }

    private IssueResult rotate(String idempotencyKey, String asked) {
        return core.rotator.rotate(admin, command(adminKey, idempotencyKey, asked), Core.origin());
    }

    private RotateKeyCommand command(OwnKey caller, String idempotencyKey, String asked) {
        return new RotateKeyCommand(
                key.keyId().value(),
                Duration.ZERO,
                core.clock.instant(),
                Optional.of(Core.repeatable(caller, idempotencyKey, asked)));
    }

    private static String issued(IssueResult result) {
        return ((IssueResult.Issued) result).issued().key().reveal();
    }

    private static String replayed(IssueResult result) {
        return new String(((IssueResult.Replayed) result).answer(), StandardCharsets.UTF_8);
    }
}
