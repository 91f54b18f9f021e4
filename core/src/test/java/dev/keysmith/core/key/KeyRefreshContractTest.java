package dev.keysmith.core.key;

import static dev.keysmith.core.key.TestKeys.ID;
import static dev.keysmith.core.key.TestKeys.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.KeyRepository.RefreshOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link KeyRepository#refresh} promises. */
public abstract class KeyRefreshContractTest {

    private final KeyRecord first = TestKeys.record(ID, 1);
    private final Instant seen = first.metadata().expiresAt();
    private final Instant later = seen.plus(Duration.ofDays(2));

    protected abstract KeyRepository keys();

    @BeforeEach
    final void keyIsThere() {
        assertThat(keys().insert(first, change(ChangeAction.ISSUED))).isEqualTo(WriteOutcome.WRITTEN);
    }

    @Test
    void refreshMovesTheExpiryAndNothingElse() {
        RefreshOutcome outcome = keys().refresh(ID, seen, later, change(ChangeAction.REFRESHED));

        KeyRecord found = keys().find(ID).orElseThrow();
        ApiKeyMetadata before = first.metadata();
        assertThat(found.metadata())
                .isEqualTo(before.updated(
                        before.name(),
                        before.scopes(),
                        before.limits(),
                        before.networks(),
                        before.metadata(),
                        before.validity().withExpiresAt(later)));
        assertThat(found.hash().matches(first.hash())).isTrue();
        assertThat(found.previousHash()).isPresent();
        assertThat(outcome).isEqualTo(new RefreshOutcome.Refreshed(found.metadata()));
    }

    @Test
    void expiryThatIsNoLongerWhatTheHolderWasToldIsNotMovedAndTellsTheStateThatIsThere() {
        keys().refresh(ID, seen, later, change(ChangeAction.REFRESHED));
        ApiKeyMetadata now = keys().find(ID).orElseThrow().metadata();

        assertThat(keys().refresh(ID, seen, later.plusSeconds(1), change(ChangeAction.REFRESHED)))
                .isEqualTo(new RefreshOutcome.Changed(Optional.of(now)));
        assertThat(keys().find(ID).orElseThrow().metadata()).isEqualTo(now);
    }

    @Test
    void sameRefreshRepeatedIsRefreshedAndMovesNothing() {
        Change change = change(ChangeAction.REFRESHED);
        RefreshOutcome once = keys().refresh(ID, seen, later, change);

        assertThat(keys().refresh(ID, seen, later, change)).isEqualTo(once);
        assertThat(keys().find(ID).orElseThrow().metadata().version()).isEqualTo(2);
    }

    @Test
    void revokedKeyIsNotRefreshedAndTellsThatItIsRevoked() {
        keys().revoke(ID, Optional.empty(), Optional.empty(), change(ChangeAction.REVOKED));
        ApiKeyMetadata revoked = keys().find(ID).orElseThrow().metadata();

        assertThat(keys().refresh(ID, seen, later, change(ChangeAction.REFRESHED)))
                .isEqualTo(new RefreshOutcome.Changed(Optional.of(revoked)));
        assertThat(keys().find(ID).orElseThrow().metadata()).isEqualTo(revoked);
    }

    @Test
    void absentAndDeletedKeysTellNothingAndAreNotMade() {
        assertThat(keys().refresh(TestKeys.id(9), seen, later, change(ChangeAction.REFRESHED)))
                .isEqualTo(new RefreshOutcome.Changed(Optional.empty()));
        assertThat(keys().find(TestKeys.id(9))).isEmpty();

        keys().delete(ID, Optional.empty(), Optional.empty(), change(ChangeAction.DELETED));
        assertThat(keys().refresh(ID, seen, later, change(ChangeAction.REFRESHED)))
                .isEqualTo(new RefreshOutcome.Changed(Optional.empty()));
        assertThat(keys().find(ID)).isEmpty();
    }

    @Test
    void maximumAgeThatWasLoweredMeanwhileIsNotPassed() {
        ApiKeyMetadata before = first.metadata();
        Validity old = before.validity();
        Validity lowered = new Validity(
                old.createdAt(),
                old.expiresAt(),
                old.lifetime(),
                old.refreshLifetime(),
                old.expiresAt().plusSeconds(1));
        ApiKeyMetadata now = before.updated(
                before.name(), before.scopes(), before.limits(), before.networks(), before.metadata(), lowered);
        keys().replace(first.with(now), change(ChangeAction.UPDATED));

        assertThat(keys().refresh(ID, seen, later, change(ChangeAction.REFRESHED)))
                .isEqualTo(new RefreshOutcome.Changed(Optional.of(now)));
        assertThat(keys().find(ID).orElseThrow().metadata()).isEqualTo(now);
    }

    @Test
    void expiryMayBeMovedToTheMaximumAge() {
        Instant max = first.metadata().validity().maxExpiresAt();

        assertThat(keys().refresh(ID, seen, max, change(ChangeAction.REFRESHED)))
                .isInstanceOf(RefreshOutcome.Refreshed.class);
        assertThat(keys().find(ID).orElseThrow().metadata().expiresAt()).isEqualTo(max);
    }
}
