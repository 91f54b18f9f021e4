package dev.keysmith.core.updating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.refreshing.RefreshResult;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an update may do to a key's life. */
class UpdatedValidityTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    // Seven days, and refreshes up to 28.
    private final IssuedKey key = core.issue(admin, Asked.forKey().build());
    private final Instant issuedAt = core.clock.instant();
    private final Instant max = issuedAt.plus(DAY.multipliedBy(28));

    @Test
    void lifetimeIsCountedFromTheUpdateOn() {
        core.clock.advance(DAY.multipliedBy(2));
        Instant now = core.clock.instant();

        Validity after = updated(AskedChange.ofKey().expiresInDays(6)).validity();

        assertThat(after)
                .isEqualTo(new Validity(
                        issuedAt, now.plus(DAY.multipliedBy(6)), DAY.multipliedBy(6), DAY.multipliedBy(7), max));
    }

    @Test
    void expiryThatIsAskedForIsTheExpiryInMilliseconds() {
        Instant end = issuedAt.plus(DAY).plusNanos(1_999_999);

        Validity after = updated(AskedChange.ofKey().expiresAt(end)).validity();

        assertThat(after.expiresAt()).isEqualTo(issuedAt.plus(DAY).plusMillis(1));
        assertThat(after.lifetime()).isEqualTo(DAY.plusMillis(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 8, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void lifetimeOutsideTheRolesBoundsIsInvalid(int days) {
        assertInvalid(AskedChange.ofKey().expiresInDays(days), "/expires_in_days");
    }

    @Test
    void expiryThatIsNotInTheFutureOrBeyondTheRoleOrGivenTwiceIsInvalid() {
        Instant longest = issuedAt.plus(DAY.multipliedBy(7));
        for (Instant end : new Instant[] {issuedAt, longest.plusMillis(1), Instant.MAX, Instant.MIN}) {
            assertInvalid(AskedChange.ofKey().expiresAt(end), "/expires_at");
        }
        assertInvalid(AskedChange.ofKey().expiresAt(longest).expiresInDays(1), "/expires_at");
        updated(AskedChange.ofKey().expiresAt(issuedAt.plusMillis(1)));
    }

    @Test
    void expiryDoesNotPassTheMaximumAge() {
        core.clock.advance(DAY.multipliedBy(3));
        updated(AskedChange.ofKey().maxExpiresAt(issuedAt.plus(DAY.multipliedBy(8))));

        assertInvalid(AskedChange.ofKey().expiresInDays(6), "/expires_in_days");
        assertInvalid(
                AskedChange.ofKey().expiresAt(issuedAt.plus(DAY.multipliedBy(8)).plusMillis(1)), "/expires_at");
        assertThat(updated(AskedChange.ofKey().expiresInDays(5)).expiresAt())
                .isEqualTo(issuedAt.plus(DAY.multipliedBy(8)));
    }

    @Test
    void maximumAgeFallsAndNeverRises() {
        assertInvalid(AskedChange.ofKey().maxExpiresAt(max.plusMillis(1)), "/max_expires_at");
        assertInvalid(AskedChange.ofKey().maxExpiresAt(Instant.MAX), "/max_expires_at");
        assertThat(updated(AskedChange.ofKey().maxExpiresAt(max)).validity().maxExpiresAt())
                .isEqualTo(max);

        Instant lower = max.minusMillis(1);
        assertThat(updated(AskedChange.ofKey().maxExpiresAt(lower.plusNanos(999_999)))
                        .validity()
                        .maxExpiresAt())
                .isEqualTo(lower);
        assertInvalid(AskedChange.ofKey().maxExpiresAt(max), "/max_expires_at");
    }

    @Test
    void maximumAgeIsNotBeforeTheExpiry() {
        Instant expiresAt = key.metadata().expiresAt();
        assertInvalid(AskedChange.ofKey().maxExpiresAt(expiresAt.minusMillis(1)), "/max_expires_at");
        assertInvalid(AskedChange.ofKey().maxExpiresAt(Instant.MIN), "/max_expires_at");

        assertThat(updated(AskedChange.ofKey().maxExpiresAt(expiresAt))
                        .validity()
                        .isRefreshable())
                .isFalse();
        Instant sooner = issuedAt.plus(DAY);
        assertThat(updated(AskedChange.ofKey().expiresAt(sooner).maxExpiresAt(sooner))
                        .validity()
                        .maxExpiresAt())
                .isEqualTo(sooner);
    }

    @Test
    void expiryThatIsBroughtForwardIsPutOffByNoRefresh() {
        Instant sooner = issuedAt.plus(DAY);

        assertThat(updated(AskedChange.ofKey().expiresAt(sooner)).validity().maxExpiresAt())
                .isEqualTo(sooner);

        assertThat(core.refresher.refresh(core.principal(key.key()), Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.AtMaximumAge());
        core.clock.advance(DAY);
        assertThat(core.verify(key.key().reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_EXPIRED));
    }

    @Test
    void expiryThatIsBroughtForwardKeepsTheMaximumAgeThatIsNamedWithIt() {
        Instant sooner = issuedAt.plus(DAY);
        assertThat(updated(AskedChange.ofKey().expiresAt(sooner).maxExpiresAt(max))
                        .validity()
                        .maxExpiresAt())
                .isEqualTo(max);
        assertThat(core.refresher.refresh(core.principal(key.key()), Core.origin(), Optional.empty()))
                .isInstanceOf(RefreshResult.Refreshed.class);
    }

    @Test
    void expiryThatWasBroughtForwardIsPutOffByNoLaterUpdate() {
        updated(AskedChange.ofKey().expiresInDays(1));
        assertInvalid(AskedChange.ofKey().expiresInDays(2), "/expires_in_days");
    }

    private ApiKeyMetadata updated(AskedChange change) {
        return ((UpdateResult.Updated) update(change)).metadata();
    }

    private void assertInvalid(AskedChange change, String pointer) {
        ApiKeyMetadata then = core.keys.find(key.key().keyId()).orElseThrow().metadata();
        UpdateResult.Refused refused = (UpdateResult.Refused) update(change);
        assertThat(refused.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly(pointer);
        assertThat(core.keys.find(key.key().keyId()).orElseThrow().metadata()).isEqualTo(then);
    }

    private UpdateResult update(AskedChange change) {
        return core.updater.update(
                admin, key.key().keyId().value(), change.build(), new VersionCondition.Any(), Core.origin());
    }
}
