package dev.keysmith.core.key;

import static dev.keysmith.core.key.TestKeys.ID;
import static dev.keysmith.core.key.TestKeys.OTHER_OWNER;
import static dev.keysmith.core.key.TestKeys.OWNER;
import static dev.keysmith.core.key.TestKeys.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.KeyRepository.DeleteOutcome;
import dev.keysmith.core.key.KeyRepository.RevokeOutcome;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link KeyRepository#delete} promises. */
public abstract class KeyDeletionContractTest {

    private final KeyRecord first = TestKeys.record(ID, 1);

    protected abstract KeyRepository keys();

    @BeforeEach
    final void keyIsThere() {
        assertThat(keys().insert(first, change(ChangeAction.ISSUED))).isEqualTo(WriteOutcome.WRITTEN);
    }

    @Test
    void deletedKeyIsAbsent() {
        assertThat(delete()).isEqualTo(DeleteOutcome.DELETED);

        assertThat(keys().find(ID)).isEmpty();
        assertThat(keys().revoke(ID, Optional.empty(), Optional.empty(), change(ChangeAction.REVOKED)))
                .isEqualTo(new RevokeOutcome.Absent());
        assertThat(keys().find(ID)).isEmpty();
    }

    @Test
    void deletedKeysIdStaysTaken() {
        delete();

        assertThat(keys().insert(first, change(ChangeAction.ISSUED))).isEqualTo(WriteOutcome.CONFLICT);
        assertThat(keys().insert(TestKeys.record(ID, 2), change(ChangeAction.IMPORTED)))
                .isEqualTo(WriteOutcome.CONFLICT);
        assertThat(keys().find(ID)).isEmpty();
    }

    @Test
    void keyOfAnotherOwnerIsAbsentAndStaysAsItIs() {
        assertThat(keys().delete(ID, Optional.of(OTHER_OWNER), Optional.empty(), change(ChangeAction.DELETED)))
                .isEqualTo(DeleteOutcome.ABSENT);
        assertThat(keys().find(ID).orElseThrow().metadata()).isEqualTo(first.metadata());

        assertThat(keys().delete(ID, Optional.of(OWNER), Optional.empty(), change(ChangeAction.DELETED)))
                .isEqualTo(DeleteOutcome.DELETED);
    }

    @Test
    void revokedKeyCanBeDeleted() {
        keys().revoke(ID, Optional.empty(), Optional.empty(), change(ChangeAction.REVOKED));

        assertThat(delete()).isEqualTo(DeleteOutcome.DELETED);
        assertThat(keys().find(ID)).isEmpty();
    }

    @Test
    void deletingAgainFindsTheTombstoneAndLeavesItAsItIs() {
        delete();
        assertThat(delete()).isEqualTo(DeleteOutcome.DELETED_BEFORE);
        assertThat(keys().delete(ID, Optional.of(OWNER), Optional.empty(), change(ChangeAction.DELETED)))
                .isEqualTo(DeleteOutcome.DELETED_BEFORE);
        assertThat(keys().find(ID)).isEmpty();
    }

    @Test
    void tombstoneOfAnotherOwnerIsAbsent() {
        delete();
        assertThat(keys().delete(ID, Optional.of(OTHER_OWNER), Optional.empty(), change(ChangeAction.DELETED)))
                .isEqualTo(DeleteOutcome.ABSENT);
    }

    @Test
    void sameDeletionRepeatedIsDeleted() {
        Change change = change(ChangeAction.DELETED);
        keys().delete(ID, Optional.empty(), Optional.empty(), change);

        assertThat(keys().delete(ID, Optional.empty(), Optional.empty(), change))
                .isEqualTo(DeleteOutcome.DELETED);
    }

    @Test
    void unknownKeyIsNotDeletedAndLeavesNoTombstone() {
        KeyId unknown = TestKeys.id(9);
        assertThat(keys().delete(unknown, Optional.empty(), Optional.empty(), change(ChangeAction.DELETED)))
                .isEqualTo(DeleteOutcome.ABSENT);

        assertThat(keys().insert(TestKeys.record(unknown, 9), change(ChangeAction.ISSUED)))
                .isEqualTo(WriteOutcome.WRITTEN);
    }

    private DeleteOutcome delete() {
        return keys().delete(ID, Optional.empty(), Optional.empty(), change(ChangeAction.DELETED));
    }
}
