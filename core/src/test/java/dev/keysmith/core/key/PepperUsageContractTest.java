package dev.keysmith.core.key;

import static dev.keysmith.core.key.TestKeys.ID;
import static dev.keysmith.core.key.TestKeys.change;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link PepperUsage} promises. */
public abstract class PepperUsageContractTest {

    protected abstract PepperUsage usage();

    protected abstract KeyRepository keys();

    @Test
    void pepperOfTheHashAndOfTheOneBeforeAreUsed() {
        assertThat(usage().isUsed(1)).isFalse();
        KeyRecord record = TestKeys.record(ID, 1);
        KeyHash newHash = new KeyHash(3, record.hash().bytes());
        keys().insert(record.rotated(record.metadata(), newHash), change(ChangeAction.ISSUED));

        assertThat(usage().isUsed(3)).isTrue();
        assertThat(usage().isUsed(1)).isTrue();
        assertThat(usage().isUsed(2)).isFalse();
        assertThat(usage().isUsed(13)).isFalse();
    }

    @Test
    void revokedKeyUsesItsPepperAndDeletedOneDoesNot() {
        keys().insert(TestKeys.record(ID, 1), change(ChangeAction.ISSUED));
        keys().revoke(ID, Optional.empty(), Optional.empty(), change(ChangeAction.REVOKED));
        assertThat(usage().isUsed(1)).isTrue();

        keys().delete(ID, Optional.empty(), Optional.empty(), change(ChangeAction.DELETED));

        assertThat(usage().isUsed(1)).isFalse();
    }
}
