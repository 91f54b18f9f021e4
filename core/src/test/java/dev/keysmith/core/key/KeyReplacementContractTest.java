package dev.keysmith.core.key;

import static dev.keysmith.core.key.TestKeys.ID;
import static dev.keysmith.core.key.TestKeys.change;
import static dev.keysmith.core.key.TestKeys.hash;
import static dev.keysmith.core.key.TestKeys.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.key.KeyRepository.RefreshOutcome;
import dev.keysmith.core.network.AllowedNetworks;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link KeyRepository#replace} promises. */
public abstract class KeyReplacementContractTest {

    private final KeyRecord first = TestKeys.record(ID, 1);

    protected abstract KeyRepository keys();

    @BeforeEach
    final void keyIsThere() {
        assertThat(keys().insert(first, change(ChangeAction.ISSUED))).isEqualTo(WriteOutcome.WRITTEN);
    }

    @Test
    void nextVersionTakesThePlaceOfTheOneItWasMadeFrom() {
        Rotation rotation = new Rotation(TestKeys.NOW.plusSeconds(5), TestKeys.NOW.plusSeconds(6));
        KeyRecord next = first.rotated(first.metadata().rotated(KeyFormat.OPAQUE, rotation), hash(7));

        assertThat(keys().replace(next, change(ChangeAction.ROTATED))).isEqualTo(WriteOutcome.WRITTEN);

        KeyRecord found = keys().find(ID).orElseThrow();
        assertThat(found.metadata()).isEqualTo(next.metadata());
        assertThat(found.metadata().version()).isEqualTo(2);
        assertThat(found.hash().matches(hash(7))).isTrue();
        assertThat(found.previousHash().orElseThrow().matches(first.hash())).isTrue();
    }

    @Test
    void whatTheNextVersionLacksIsGone() {
        ApiKeyMetadata plain =
                TestKeys.plain(ID, first.metadata().owner(), Environment.LIVE, Optional.empty(), TestKeys.NOW);
        ApiKeyMetadata next = plain.updated(
                "bare", plain.scopes(), Limits.NONE, AllowedNetworks.ANY, plain.metadata(), plain.validity());

        assertThat(keys().replace(new KeyRecord(next, hash(1)), change(ChangeAction.UPDATED)))
                .isEqualTo(WriteOutcome.WRITTEN);

        KeyRecord found = keys().find(ID).orElseThrow();
        assertThat(found.metadata()).isEqualTo(next);
        assertThat(found.previousHash()).isEmpty();
    }

    @Test
    void versionThatWasReplacedMeanwhileIsAConflict() {
        keys().replace(renamed(first, "other's"), change(ChangeAction.UPDATED));

        assertThat(keys().replace(renamed(first, "mine"), change(ChangeAction.UPDATED)))
                .isEqualTo(WriteOutcome.CONFLICT);
        assertThat(keys().find(ID).orElseThrow().metadata().name()).isEqualTo("other's");
    }

    @Test
    void keyThatWasRefreshedMeanwhileIsAConflict() {
        Validity validity = first.metadata().validity();
        assertThat(keys().refresh(
                                ID,
                                validity.expiresAt(),
                                validity.expiresAt().plus(Duration.ofDays(1)),
                                change(ChangeAction.REFRESHED)))
                .isInstanceOf(RefreshOutcome.Refreshed.class);

        assertThat(keys().replace(renamed(first, "mine"), change(ChangeAction.UPDATED)))
                .isEqualTo(WriteOutcome.CONFLICT);
        assertThat(keys().find(ID).orElseThrow().metadata().expiresAt())
                .isEqualTo(validity.expiresAt().plus(Duration.ofDays(1)));
    }

    @Test
    void versionFromTheFutureIsAConflict() {
        KeyRecord third = renamed(renamed(first, "second"), "third");

        assertThat(keys().replace(third, change(ChangeAction.UPDATED))).isEqualTo(WriteOutcome.CONFLICT);
        assertThat(keys().find(ID).orElseThrow().metadata()).isEqualTo(first.metadata());
    }

    @Test
    void revokedKeyIsAConflictAndStaysRevokedWhateverTheVersion() {
        keys().revoke(ID, Optional.empty(), Optional.empty(), change(ChangeAction.REVOKED));

        KeyRecord second = renamed(first, "second");
        for (KeyRecord next : new KeyRecord[] {second, renamed(second, "third")}) {
            assertThat(keys().replace(next, change(ChangeAction.UPDATED))).isEqualTo(WriteOutcome.CONFLICT);
        }
        assertThat(keys().find(ID).orElseThrow().metadata().status()).isInstanceOf(KeyStatus.Revoked.class);
    }

    @Test
    void deletedKeyIsAConflictAndStaysDeletedWhateverTheVersion() {
        keys().delete(ID, Optional.empty(), Optional.empty(), change(ChangeAction.DELETED));

        KeyRecord second = renamed(first, "second");
        for (KeyRecord next : new KeyRecord[] {second, renamed(second, "third")}) {
            assertThat(keys().replace(next, change(ChangeAction.UPDATED))).isEqualTo(WriteOutcome.CONFLICT);
        }
        assertThat(keys().find(ID)).isEmpty();
    }

    @Test
    void absentKeyIsAConflictAndIsNotMade() {
        KeyRecord unknown = renamed(TestKeys.record(TestKeys.id(9), 9), "unknown");

        assertThat(keys().replace(unknown, change(ChangeAction.UPDATED))).isEqualTo(WriteOutcome.CONFLICT);
        assertThat(keys().find(TestKeys.id(9))).isEmpty();
    }

    @Test
    void sameWriteRepeatedIsWrittenAndChangesNothing() {
        KeyRecord next = renamed(first, "second");
        Change change = change(ChangeAction.UPDATED);
        keys().replace(next, change);

        assertThat(keys().replace(next, change)).isEqualTo(WriteOutcome.WRITTEN);
        assertThat(keys().find(ID).orElseThrow().metadata()).isEqualTo(next.metadata());
    }

    @Test
    void sameContentFromAnotherRequestIsAConflict() {
        KeyRecord next = renamed(first, "second");
        keys().replace(next, change(ChangeAction.UPDATED));

        assertThat(keys().replace(next, change(ChangeAction.UPDATED))).isEqualTo(WriteOutcome.CONFLICT);
    }
}
