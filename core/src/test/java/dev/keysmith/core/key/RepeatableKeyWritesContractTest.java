package dev.keysmith.core.key;

import static dev.keysmith.core.key.TestKeys.ID;
import static dev.keysmith.core.key.TestKeys.NOW;
import static dev.keysmith.core.key.TestKeys.change;
import static dev.keysmith.core.key.TestKeys.record;
import static dev.keysmith.core.key.TestKeys.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.replay.Replay;
import dev.keysmith.core.replay.ReplayRepository;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of keys with replays promises: both are written, or nothing is. */
public abstract class RepeatableKeyWritesContractTest {

    private static final Instant IN_TEN_MINUTES = NOW.plusSeconds(600);

    protected abstract RepeatableKeyWrites writes();

    protected abstract KeyRepository keys();

    protected abstract ReplayRepository replays();

    @Test
    void keyIsInsertedTogetherWithItsReplay() {
        assertThat(writes().insert(record(ID, 1), change(ChangeAction.ISSUED, NOW), replay("a", 1)))
                .isEqualTo(WriteOutcome.WRITTEN);

        assertThat(keys().find(ID)).isPresent();
        Replay kept = replays().find("a").orElseThrow();
        assertThat(kept.sealed()).containsExactly(1);
        assertThat(kept.expiresAt()).isEqualTo(IN_TEN_MINUTES);
    }

    @Test
    void keyIsReplacedTogetherWithItsReplay() {
        KeyRecord first = record(ID, 1);
        keys().insert(first, change(ChangeAction.ISSUED, NOW));

        assertThat(writes().replace(renamed(first, "second"), change(ChangeAction.ROTATED, NOW), replay("a", 1)))
                .isEqualTo(WriteOutcome.WRITTEN);

        assertThat(keys().find(ID).orElseThrow().metadata().name()).isEqualTo("second");
        assertThat(replays().find("a")).isPresent();
    }

    @Test
    void whereTheKeyIdIsTakenNoReplayIsKept() {
        keys().insert(record(ID, 1), change(ChangeAction.ISSUED, NOW));

        assertThat(writes().insert(record(ID, 2), change(ChangeAction.ISSUED, NOW), replay("a", 1)))
                .isEqualTo(WriteOutcome.CONFLICT);
        assertThat(replays().find("a")).isEmpty();
    }

    @Test
    void whereTheKeyWasChangedNoReplayIsKept() {
        KeyRecord first = record(ID, 1);
        keys().insert(first, change(ChangeAction.ISSUED, NOW));
        keys().replace(renamed(first, "other's"), change(ChangeAction.UPDATED, NOW));

        assertThat(writes().replace(renamed(first, "mine"), change(ChangeAction.ROTATED, NOW), replay("a", 1)))
                .isEqualTo(WriteOutcome.CONFLICT);
        assertThat(replays().find("a")).isEmpty();
        assertThat(keys().find(ID).orElseThrow().metadata().name()).isEqualTo("other's");
    }

    @Test
    void revokedKeyIsNotReplacedAndNoReplayIsKept() {
        KeyRecord first = record(ID, 1);
        keys().insert(first, change(ChangeAction.ISSUED, NOW));
        keys().revoke(ID, Optional.empty(), Optional.empty(), change(ChangeAction.REVOKED));

        assertThat(writes().replace(
                                renamed(renamed(first, "second"), "third"),
                                change(ChangeAction.ROTATED, NOW),
                                replay("a", 1)))
                .isEqualTo(WriteOutcome.CONFLICT);
        assertThat(replays().find("a")).isEmpty();
    }

    @Test
    void whatWasAnsweredBeforeIsNotDoneAgain() {
        writes().insert(record(TestKeys.id(1), 1), change(ChangeAction.ISSUED, NOW), replay("a", 1));

        assertThat(writes().insert(record(TestKeys.id(2), 2), change(ChangeAction.ISSUED, NOW), replay("a", 2)))
                .isEqualTo(WriteOutcome.ALREADY_ANSWERED);
        assertThat(keys().find(TestKeys.id(2))).isEmpty();
        assertThat(replays().find("a").orElseThrow().sealed()).containsExactly(1);
    }

    @Test
    void rotationThatWasAnsweredBeforeIsAnsweredAndNoConflict() {
        KeyRecord first = record(ID, 1);
        keys().insert(first, change(ChangeAction.ISSUED, NOW));
        writes().replace(renamed(first, "second"), change(ChangeAction.ROTATED, NOW), replay("a", 1));

        assertThat(writes().replace(renamed(first, "again"), change(ChangeAction.ROTATED, NOW), replay("a", 2)))
                .isEqualTo(WriteOutcome.ALREADY_ANSWERED);
        assertThat(keys().find(ID).orElseThrow().metadata().name()).isEqualTo("second");
    }

    @Test
    void replayCountsUntilItsExpiryAndIsThenOverwritten() {
        writes().insert(record(TestKeys.id(1), 1), change(ChangeAction.ISSUED, NOW), replay("a", 1));

        Instant justBefore = IN_TEN_MINUTES.minusMillis(1);
        assertThat(writes().insert(record(TestKeys.id(2), 2), change(ChangeAction.ISSUED, justBefore), replay("a", 2)))
                .isEqualTo(WriteOutcome.ALREADY_ANSWERED);
        assertThat(writes().insert(
                                record(TestKeys.id(3), 3),
                                change(ChangeAction.ISSUED, IN_TEN_MINUTES),
                                new Replay("a", new byte[] {3}, IN_TEN_MINUTES.plusSeconds(600))))
                .isEqualTo(WriteOutcome.WRITTEN);

        assertThat(keys().find(TestKeys.id(3))).isPresent();
        Replay kept = replays().find("a").orElseThrow();
        assertThat(kept.sealed()).containsExactly(3);
        assertThat(kept.expiresAt()).isEqualTo(IN_TEN_MINUTES.plusSeconds(600));
    }

    @Test
    void otherReplaysDoNotStandInTheWay() {
        writes().insert(record(TestKeys.id(1), 1), change(ChangeAction.ISSUED, NOW), replay("a", 1));

        assertThat(writes().insert(record(TestKeys.id(2), 2), change(ChangeAction.ISSUED, NOW), replay("b", 2)))
                .isEqualTo(WriteOutcome.WRITTEN);
    }

    private static Replay replay(String id, int sealed) {
        return new Replay(id, new byte[] {(byte) sealed}, IN_TEN_MINUTES);
    }
}
