package dev.keysmith.core.refreshing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.rotating.KeyRotator;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.updating.UpdateResult;
import dev.keysmith.core.updating.VersionCondition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of keys in JWT form. */
class SignedKeyRefresherTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final IssuedKey first =
            core.issue(admin, Asked.forKey().format("jwt").build());
    private final OwnKey key = first.key();

    @Test
    void keyIsIssuedAsAnyOtherAndSaysWhenItEnds() {
        core.calls.take();
        IssuedKey issued =
                core.issue(admin, Asked.forKey().format("jwt").expiresInDays(3).build());
        assertThat(core.calls.take()).containsExactly("UpdateItem", "PutItem");
        assertThat(issued.metadata().format()).isEqualTo(KeyFormat.JWT);
        assertThat(core.item(issued.key().keyId()).toString())
                .doesNotContain(issued.key().reveal());
        assertGood(issued.key());
        core.clock.advance(Duration.ofDays(3));
        assertRefused(issued.key(), ErrorCode.KEY_EXPIRED);
    }

    @Test
    void switchedOffNoneIsIssued() {
        Core off = new Core(Map.of("keysmith.jwt", "off"));
        Principal offAdmin = off.admin();
        IssueResult.Refused refused = (IssueResult.Refused)
                off.issuer.issue(offAdmin, Asked.forKey().format("jwt").build(), Core.origin(), Optional.empty());
        assertThat(refused.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(refused.errors().getFirst().pointer()).isEqualTo("/format");
    }

    @Test
    void refreshGivesANewSecretAndTheOldOneEndsWithTheGrace() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        core.calls.take();

        IssuedKey next = issued(refresh(holder, Optional.empty()));

        assertThat(core.calls.take()).containsExactly("GetItem", "PutItem");
        assertThat(next.key().keyId()).isEqualTo(key.keyId());
        assertThat(next.key().reveal()).isNotEqualTo(key.reveal());
        assertThat(next.metadata().generation()).isEqualTo(2);
        assertThat(next.metadata().expiresAt()).isEqualTo(core.clock.instant().plus(LIFETIME));
        assertThat(next.metadata().scopes()).isEqualTo(first.metadata().scopes());
        assertThat(next.metadata().lastRotation().orElseThrow().graceEndsAt())
                .isEqualTo(core.clock.instant().plus(KeyRotator.DEFAULT_GRACE));
        assertGood(next.key());
        assertGood(key);

        // The old one says itself that it ends, and that is before the grace does.
        core.clock.advance(HOUR.plusSeconds(5));
        assertRefused(key, ErrorCode.TOKEN_EXPIRED);
        assertGood(next.key());
        core.clock.advance(LIFETIME.minus(HOUR).minusSeconds(5).minusMillis(1));
        assertGood(next.key());
    }

    @Test
    void refreshIsBoundToWindowAndMaximumAge() {
        assertThat(refresh(core.principal(key), Optional.empty()))
                .isEqualTo(
                        new RefreshResult.TooEarly(first.metadata().expiresAt().minus(Duration.ofHours(24))));

        Instant max = first.metadata().validity().maxExpiresAt();
        OwnKey current = key;
        Instant expiresAt = first.metadata().expiresAt();
        while (expiresAt.isBefore(max)) {
            core.clock.advance(Duration.between(core.clock.instant(), expiresAt.minus(HOUR)));
            IssuedKey next = issued(refresh(core.principal(current), Optional.empty()));
            assertThat(next.metadata().expiresAt()).isAfter(expiresAt).isBeforeOrEqualTo(max);
            expiresAt = next.metadata().expiresAt();
            current = next.key();
        }
        core.clock.advance(Duration.between(core.clock.instant(), max.minusSeconds(1)));
        assertThat(refresh(core.principal(current), Optional.empty())).isEqualTo(new RefreshResult.AtMaximumAge());
    }

    @Test
    void onlyTheNewestSecretRefreshes() {
        core.clock.advance(LIFETIME.minus(HOUR));
        IssuedKey rotated = rotate();

        assertGood(key);
        assertThat(refresh(core.principal(key), Optional.empty())).isEqualTo(refused(ErrorCode.CONFLICT));
        assertGood(rotated.key());
        assertGood(
                issued(refresh(core.principal(rotated.key()), Optional.empty())).key());
    }

    @Test
    void whoWasLetInByASecretThatWasRotatedMeanwhileGetsNoNewOne() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        rotate();
        assertThat(refresh(holder, Optional.empty())).isEqualTo(refused(ErrorCode.CONFLICT));
    }

    @Test
    void revokedMeanwhileIsNoLongerGood() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());
        assertThat(refresh(holder, Optional.empty())).isEqualTo(new RefreshResult.NoLongerGood());
        core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin());
        assertThat(refresh(holder, Optional.empty())).isEqualTo(new RefreshResult.NoLongerGood());
    }

    @Test
    void repeatedRefreshHasTheSameAnswer() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);

        IssuedKey next = issued(refresh(holder, repeatable("a")));
        RefreshResult again = refresh(holder, repeatable("a"));

        assertThat(replayed(again)).isEqualTo(next.key().reveal());
        assertThat(core.keys.find(key.keyId()).orElseThrow().metadata().generation())
                .isEqualTo(2);
        assertThat(refresh(holder, repeatable("b"))).isInstanceOf(RefreshResult.TooEarly.class);
    }

    @Test
    void manyRefreshesAtOnceGiveOneSecret() throws Exception {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);

        List<RefreshResult> results = Race.run(20, () -> refresh(holder, Optional.empty()));

        List<IssuedKey> issued = results.stream()
                .filter(RefreshResult.Renewed.class::isInstance)
                .map(result -> ((RefreshResult.Renewed) result).result())
                .filter(IssueResult.Issued.class::isInstance)
                .map(result -> ((IssueResult.Issued) result).issued())
                .toList();
        assertThat(issued).hasSize(1);
        assertGood(issued.getFirst().key());
        assertGood(key);
        assertThat(core.keys.find(key.keyId()).orElseThrow().metadata().generation())
                .isEqualTo(2);
    }

    @Test
    void manyRepetitionsAtOnceHaveOneAnswer() throws Exception {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);

        List<RefreshResult> results = Race.run(20, () -> refresh(holder, repeatable("a")));

        OwnKey next = results.stream()
                .map(result -> ((RefreshResult.Renewed) result).result())
                .filter(IssueResult.Issued.class::isInstance)
                .map(result -> ((IssueResult.Issued) result).issued().key())
                .findFirst()
                .orElseThrow();
        for (RefreshResult result : results) {
            switch (((RefreshResult.Renewed) result).result()) {
                case IssueResult.Issued(var only) -> assertThat(only.key()).isEqualTo(next);
                case IssueResult.Replayed replay -> assertThat(text(replay)).isEqualTo(next.reveal());
                // Nothing was answered yet when it looked.
                case IssueResult.Refused other -> assertThat(other.code()).isEqualTo(ErrorCode.CONFLICT);
            }
        }
        assertThat(replayed(refresh(holder, repeatable("a")))).isEqualTo(next.reveal());
    }

    @Test
    void rotationGivesTheSameFormAndExpiry() {
        core.clock.advance(HOUR);
        IssuedKey rotated = rotate();
        assertThat(rotated.metadata().format()).isEqualTo(KeyFormat.JWT);
        assertThat(rotated.metadata().expiresAt()).isEqualTo(first.metadata().expiresAt());
        assertGood(rotated.key());
        assertGood(key);
        core.clock.advance(HOUR);
        assertRefused(key, ErrorCode.KEY_EXPIRED);
    }

    @Test
    void keyInJwtFormIsShortenedAndNeverProlonged() {
        Instant end = first.metadata().expiresAt();
        assertThat(update(AskedChange.ofKey().expiresInDays(6))).isInstanceOf(UpdateResult.Updated.class);
        UpdateResult longer = update(AskedChange.ofKey().expiresAt(end));
        assertThat(((UpdateResult.Refused) longer).code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(((UpdateResult.Refused) longer).errors().getFirst().pointer())
                .isEqualTo("/expires_at");
        UpdateResult days = update(AskedChange.ofKey().expiresInDays(7));
        assertThat(((UpdateResult.Refused) days).errors().getFirst().pointer()).isEqualTo("/expires_in_days");

        core.clock.advance(Duration.ofDays(6));
        assertRefused(key, ErrorCode.KEY_EXPIRED);
        assertThat(update(AskedChange.ofKey().expiresInDays(1))).isInstanceOf(UpdateResult.Refused.class);
    }

    private UpdateResult update(AskedChange asked) {
        return core.updater.update(
                admin, key.keyId().value(), asked.build(), new VersionCondition.Any(), Core.origin());
    }

    private IssuedKey rotate() {
        IssueResult result = core.rotator.rotate(
                admin,
                new RotateKeyCommand(key.keyId().value(), HOUR, core.clock.instant(), Optional.empty()),
                Core.origin());
        return ((IssueResult.Issued) result).issued();
    }

    private RefreshResult refresh(Principal holder, Optional<Repeatable<IssuedKey>> repeatable) {
        return core.refresher.refresh(holder, Core.origin(), repeatable);
    }

    private Optional<Repeatable<IssuedKey>> repeatable(String idempotencyKey) {
        return Optional.of(Core.repeatable(key, idempotencyKey, "refresh"));
    }

    private static IssuedKey issued(RefreshResult result) {
        return ((IssueResult.Issued) ((RefreshResult.Renewed) result).result()).issued();
    }

    private static String replayed(RefreshResult result) {
        return text((IssueResult.Replayed) ((RefreshResult.Renewed) result).result());
    }

    private static String text(IssueResult.Replayed replay) {
        return new String(replay.answer(), StandardCharsets.UTF_8);
    }

    private static RefreshResult refused(ErrorCode code) {
        return new RefreshResult.Renewed(new IssueResult.Refused(code));
    }

    private void assertGood(OwnKey some) {
        assertThat(core.verify(some.reveal())).isInstanceOf(Verification.Verified.class);
    }

    private void assertRefused(OwnKey some, ErrorCode code) {
        assertThat(core.verify(some.reveal())).isEqualTo(new Verification.Refused(code));
    }
}
