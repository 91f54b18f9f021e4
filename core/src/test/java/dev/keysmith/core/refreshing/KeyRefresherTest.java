package dev.keysmith.core.refreshing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.updating.UpdateResult;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRefresherTest {

    private static final Duration HOUR = Duration.ofHours(1);
    /** The lifetime of the role {@code basic}; its keys live for four of them at most. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final IssuedKey issued = core.issue(admin, Asked.forKey().build());
    private final OwnKey key = issued.key();
    private final Instant issuedAt = core.clock.instant();

    @Test
    void refreshPutsTheExpiryOffByTheRolesLifetimeFromNowOn() {
        core.clock.advance(LIFETIME.minus(HOUR));

        ApiKeyMetadata refreshed = refreshed(refresh());

        assertThat(refreshed.expiresAt()).isEqualTo(core.clock.instant().plus(LIFETIME));
        assertThat(refreshed).isEqualTo(stored());
        assertThat(refreshed.validity()).isEqualTo(issued.metadata().validity().withExpiresAt(refreshed.expiresAt()));
        core.clock.advance(LIFETIME.minusMillis(1));
        assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
        core.clock.advance(Duration.ofMillis(1));
        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_EXPIRED));
    }

    @Test
    void refreshingIsOneWriteAndNothingElse() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        core.calls.take();

        core.refresher.refresh(holder, Core.origin(), Optional.empty());

        assertThat(core.calls.take()).containsExactly("UpdateItem");
    }

    @Test
    void refreshBeforeTheWindowIsTooEarlyAndTellsWhenItOpens() {
        Instant opensAt = issuedAt.plus(LIFETIME).minus(Duration.ofHours(24));
        core.clock.advance(Duration.between(issuedAt, opensAt).minusMillis(1));
        Principal holder = core.principal(key);
        core.calls.take();
        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.TooEarly(opensAt));
        assertThat(core.calls.take()).isEmpty();

        core.clock.advance(Duration.ofMillis(1));
        assertThat(refresh()).isInstanceOf(RefreshResult.Refreshed.class);
    }

    @Test
    void refreshingAgainAndAgainLeadsToTheMaximumAgeAndNeverBeyond() {
        Instant max = issuedAt.plus(LIFETIME.multipliedBy(4));
        int refreshes = 0;
        Instant expiresAt = issuedAt.plus(LIFETIME);
        while (expiresAt.isBefore(max)) {
            core.clock.advance(Duration.between(core.clock.instant(), expiresAt.minus(HOUR)));
            expiresAt = refreshed(refresh()).expiresAt();
            refreshes++;
            assertThat(expiresAt).isBeforeOrEqualTo(max);
        }
        assertThat(refreshes).isEqualTo(4);

        core.clock.advance(Duration.between(core.clock.instant(), max.minusMillis(1)));
        Principal holder = core.principal(key);
        core.calls.take();
        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.AtMaximumAge());
        assertThat(core.calls.take()).isEmpty();

        core.clock.advance(Duration.ofMillis(1));
        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_EXPIRED));
    }

    @Test
    void keyThatExpiredAfterItsRequestWasLetInIsNotRefreshed() {
        core.clock.advance(LIFETIME.minusMillis(1));
        Principal holder = core.principal(key);
        core.clock.advance(Duration.ofMillis(1));
        core.calls.take();

        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.NoLongerGood());
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void keyThatWasRevokedAfterItsRequestWasLetInStaysRevoked() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());
        ApiKeyMetadata revoked = stored();

        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.NoLongerGood());
        assertThat(stored()).isEqualTo(revoked);
    }

    @Test
    void keyThatWasDeletedAfterItsRequestWasLetInStaysDeleted() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin());

        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.NoLongerGood());
        assertThat(core.keys.find(key.keyId())).isEmpty();
    }

    @Test
    void ofRefreshesAtTheSameTimeOneMovesTheExpiryAndTheOthersDoNotMoveItAgain() throws Exception {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        Instant expiresAt = core.clock.instant().plus(LIFETIME);

        List<RefreshResult> results =
                Race.run(20, () -> core.refresher.refresh(holder, Core.origin(), Optional.empty()));

        assertThat(results)
                .filteredOn(result -> result instanceof RefreshResult.Refreshed)
                .hasSize(1);
        assertThat(results)
                .filteredOn(result -> !(result instanceof RefreshResult.Refreshed))
                .containsOnly(new RefreshResult.TooEarly(expiresAt.minus(Duration.ofHours(24))));
        assertThat(stored().expiresAt()).isEqualTo(expiresAt);
        assertThat(stored().version()).isEqualTo(2);
    }

    @Test
    void refreshThatComesLaterUnderWhatAnEarlierOneWasToldDoesNotMoveTheExpiryAgain() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        ApiKeyMetadata once = refreshed(core.refresher.refresh(holder, Core.origin(), Optional.empty()));
        core.clock.advance(Duration.ofMinutes(1));

        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isInstanceOf(RefreshResult.TooEarly.class);
        assertThat(stored()).isEqualTo(once);
    }

    @Test
    void expiryThatWasBroughtForwardMeanwhileIsNotPutOff() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        Instant soon = core.clock.instant().plusSeconds(60);
        update(AskedChange.ofKey().expiresAt(soon));

        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.AtMaximumAge());
        assertThat(stored().expiresAt()).isEqualTo(soon);
    }

    @Test
    void maximumAgeThatWasLoweredMeanwhileIsNotPassed() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Principal holder = core.principal(key);
        Instant max = stored().expiresAt().plusSeconds(60);
        update(AskedChange.ofKey().maxExpiresAt(max));

        assertThat(core.refresher.refresh(holder, Core.origin(), Optional.empty()))
                .isInstanceOf(RefreshResult.TooEarly.class);
        assertThat(stored().expiresAt()).isEqualTo(issuedAt.plus(LIFETIME));
        // With what is true now, it goes as far as it may.
        assertThat(refreshed(refresh()).expiresAt()).isEqualTo(max);
    }

    @Test
    void ttlMovesAlong() {
        core.clock.advance(LIFETIME.minus(HOUR));
        Instant expiresAt = refreshed(refresh()).expiresAt();

        assertThat(requireNonNull(core.item(key.keyId()).get("ttl")).n())
                .isEqualTo(Long.toString(expiresAt.plus(Duration.ofDays(30)).getEpochSecond()));
    }

    private RefreshResult refresh() {
        return core.refresher.refresh(core.principal(key), Core.origin(), Optional.empty());
    }

    private static ApiKeyMetadata refreshed(RefreshResult result) {
        return ((RefreshResult.Refreshed) result).metadata();
    }

    private ApiKeyMetadata stored() {
        return core.keys.find(key.keyId()).orElseThrow().metadata();
    }

    private void update(AskedChange change) {
        assertThat(core.updater.update(
                        admin, key.keyId().value(), change.build(), new VersionCondition.Any(), Core.origin()))
                .isInstanceOf(UpdateResult.Updated.class);
    }
}
