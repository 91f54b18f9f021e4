package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.KeyRepository.RevokeOutcome;
import dev.keysmith.core.network.AllowedNetworks;
import dev.keysmith.core.testing.Core;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every key repository promises of finding, inserting and revoking keys. */
public abstract class KeyRepositoryContractTest {

    private static final Instant NOW = TestKeys.NOW;
    private static final Change CHANGE =
            new Change(ChangeAction.ISSUED, NOW, Core.actor("issuer0123456789"), Core.ORIGIN);
    private static final Change LATER =
            new Change(ChangeAction.REVOKED, NOW.plusSeconds(60), Core.actor("revoker012345678"), Core.ORIGIN);

    protected abstract KeyRepository keys();

    @Test
    void keyReadsBackAsItWasWritten() {
        KeyRecord record = record(1);
        insert(record, CHANGE);

        KeyRecord found = keys().find(record.metadata().keyId()).orElseThrow();
        assertThat(found.metadata()).isEqualTo(record.metadata());
        assertThat(found.hash().matches(record.hash())).isTrue();
        assertThat(found.previousHash()
                        .orElseThrow()
                        .matches(record.previousHash().orElseThrow()))
                .isTrue();
    }

    @Test
    void keyWithoutOptionalPartsReadsBackAsItWasWritten() {
        ApiKeyMetadata full = record(1).metadata();
        ApiKeyMetadata bare = new ApiKeyMetadata(
                full.keyId(),
                full.owner(),
                full.name(),
                full.role(),
                ScopeSet.of(List.of()),
                Environment.TEST,
                KeyFormat.IMPORTED,
                full.status(),
                Limits.NONE,
                AllowedNetworks.ANY,
                Map.of(),
                Optional.empty(),
                full.validity(),
                1,
                Optional.empty(),
                1);
        insert(new KeyRecord(bare, TestKeys.hash(1)), CHANGE);

        assertThat(keys().find(bare.keyId()).orElseThrow().metadata()).isEqualTo(bare);
    }

    @Test
    void unknownKeyIsEmpty() {
        assertThat(keys().find(new KeyId("0000000000000000"))).isEmpty();
    }

    @Test
    void insertRepeatedChangesNothing() {
        KeyRecord record = record(1);
        insert(record, CHANGE);
        insert(record, CHANGE);

        assertThat(keys().find(record.metadata().keyId()).orElseThrow().metadata())
                .isEqualTo(record.metadata());
    }

    @Test
    void insertNeverReplacesAnotherKey() {
        KeyRecord first = record(1);
        insert(first, CHANGE);

        assertThat(keys().insert(record(2), CHANGE)).isEqualTo(WriteOutcome.CONFLICT);
        assertThat(keys().find(first.metadata().keyId()).orElseThrow().hash().matches(first.hash()))
                .isTrue();
    }

    @Test
    void revokedKeyIsRevokedWithActorReasonAndNextVersion() {
        KeyRecord record = record(1);
        insert(record, CHANGE);

        RevokeOutcome outcome =
                keys().revoke(record.metadata().keyId(), Optional.empty(), Optional.of("leaked"), LATER);

        ApiKeyMetadata found =
                keys().find(record.metadata().keyId()).orElseThrow().metadata();
        assertThat(outcome).isEqualTo(new RevokeOutcome.Revoked(found, true));
        assertThat(found.status())
                .isEqualTo(new KeyStatus.Revoked(LATER.at(), LATER.by().name(), Optional.of("leaked")));
        assertThat(found.version()).isEqualTo(2);
    }

    @Test
    void revokingAgainChangesNothing() {
        KeyRecord record = record(1);
        insert(record, CHANGE);
        keys().revoke(record.metadata().keyId(), Optional.empty(), Optional.of("first"), LATER);
        ApiKeyMetadata once =
                keys().find(record.metadata().keyId()).orElseThrow().metadata();

        RevokeOutcome again = keys().revoke(
                        record.metadata().keyId(),
                        Optional.of(record.metadata().owner()),
                        Optional.of("second"),
                        new Change(
                                ChangeAction.REVOKED,
                                NOW.plusSeconds(120),
                                Core.actor("another012345678"),
                                Core.origin()));

        assertThat(again).isEqualTo(new RevokeOutcome.Revoked(once, false));
        assertThat(keys().find(record.metadata().keyId()).orElseThrow().metadata())
                .isEqualTo(once);
    }

    @Test
    void keyOfAnotherOwnerIsAbsentAndStaysAsItIs() {
        KeyRecord record = record(1);
        insert(record, CHANGE);
        KeyId keyId = record.metadata().keyId();

        assertThat(keys().revoke(keyId, Optional.of(new Owner("other")), Optional.empty(), LATER))
                .isEqualTo(new RevokeOutcome.Absent());
        assertThat(keys().find(keyId).orElseThrow().metadata()).isEqualTo(record.metadata());

        keys().revoke(keyId, Optional.of(record.metadata().owner()), Optional.empty(), LATER);
        assertThat(keys().revoke(keyId, Optional.of(new Owner("other")), Optional.empty(), LATER))
                .isEqualTo(new RevokeOutcome.Absent());
    }

    @Test
    void revokingAnUnknownKeyMakesNoRecord() {
        KeyId unknown = new KeyId("0000000000000000");
        assertThat(keys().revoke(unknown, Optional.empty(), Optional.empty(), LATER))
                .isEqualTo(new RevokeOutcome.Absent());
        assertThat(keys().find(unknown)).isEmpty();
    }

    private void insert(KeyRecord record, Change change) {
        assertThat(keys().insert(record, change)).isEqualTo(WriteOutcome.WRITTEN);
    }

    private static KeyRecord record(int hashSeed) {
        return TestKeys.record(TestKeys.ID, hashSeed);
    }
}
