package dev.keysmith.core.key.dynamodb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyDeletionContractTest;
import dev.keysmith.core.key.KeyRefreshContractTest;
import dev.keysmith.core.key.KeyReplacementContractTest;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyRepositoryContractTest;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbKeyRepositoryTest extends KeyRepositoryContractTest {

    private final Core core = new Core();

    @Override
    protected KeyRepository keys() {
        return core.keys;
    }

    @Nested
    final class Replacement extends KeyReplacementContractTest {
        @Override
        protected KeyRepository keys() {
            return core.keys;
        }
    }

    @Nested
    final class Refresh extends KeyRefreshContractTest {
        @Override
        protected KeyRepository keys() {
            return core.keys;
        }
    }

    @Nested
    final class Deletion extends KeyDeletionContractTest {
        @Override
        protected KeyRepository keys() {
            return core.keys;
        }
    }

    @Test
    void ttlIsTheExpiryAndTheRetentionInEpochSeconds() {
        OwnKey key = core.firstAdminKey.issue();

        assertThat(requireNonNull(core.item(key.keyId()).get("ttl")).n())
                .isEqualTo(Long.toString(
                        core.clock.instant().plus(Duration.ofDays(365 + 30)).getEpochSecond()));
    }

    @Test
    void ttlMovesWithARefresh() {
        OwnKey key = core.firstAdminKey.issue();
        Instant seen = core.clock.instant().plus(Duration.ofDays(365));
        Instant later = seen.plus(Duration.ofDays(100));

        core.keys.refresh(key.keyId(), seen, later, change(ChangeAction.REFRESHED));

        assertThat(requireNonNull(core.item(key.keyId()).get("ttl")).n())
                .isEqualTo(Long.toString(later.plus(Duration.ofDays(30)).getEpochSecond()));
    }

    @Test
    void tombstoneSaysWhoAndWhyAndNothingOfWhatTheKeyWas() {
        Principal admin = core.admin();
        OwnKey key = core.issue(
                        admin,
                        Asked.forKey()
                                .name("confidential name")
                                .metadata(Map.of("team", "confidential"))
                                .build())
                .key();
        core.rotator.rotate(
                admin,
                new RotateKeyCommand(key.keyId().value(), Duration.ofDays(1), core.clock.instant(), Optional.empty()),
                Core.origin());
        core.clock.advance(Duration.ofDays(1));
        Change change = change(ChangeAction.DELETED);

        core.keys.delete(key.keyId(), Optional.empty(), Optional.of("leaked"), change);

        Map<String, AttributeValue> tombstone = core.item(key.keyId());
        assertThat(tombstone)
                .containsEntry("status", AttributeValue.fromS("deleted"))
                .containsEntry("changed_action", AttributeValue.fromS("deleted"))
                .containsEntry("changed_by", AttributeValue.fromS(change.by().name()))
                .containsEntry("changed_by_owner", AttributeValue.fromS("changers"))
                .containsEntry(
                        "changed_from", AttributeValue.fromS(change.origin().sourceIp()))
                .containsEntry(
                        "changed_request", AttributeValue.fromS(change.origin().requestId()))
                .containsEntry(
                        "changed_at",
                        AttributeValue.fromN(Long.toString(change.at().toEpochMilli())))
                .containsEntry("changed_reason", AttributeValue.fromS("leaked"))
                .containsEntry("version", AttributeValue.fromN("3"))
                .containsEntry(
                        "ttl",
                        AttributeValue.fromN(Long.toString(
                                change.at().plus(Duration.ofDays(30)).getEpochSecond())));
        assertThat(tombstone.keySet()).noneMatch(name -> name.contains("hash") || name.contains("pepper"));
        assertThat(tombstone).doesNotContainKeys("name", "metadata", "rate_requests", "rate_window_seconds");
        assertThat(tombstone.toString()).doesNotContain("confidential");
    }

    @Test
    void tombstoneOfARevokedKeyKeepsNoOlderReason() {
        OwnKey key = core.firstAdminKey.issue();
        core.keys.revoke(key.keyId(), Optional.empty(), Optional.of("an older reason"), change(ChangeAction.REVOKED));

        core.keys.delete(key.keyId(), Optional.empty(), Optional.empty(), change(ChangeAction.DELETED));

        assertThat(core.item(key.keyId())).doesNotContainKey("changed_reason");
    }

    @Test
    void itemHoldsNeitherKeyNorSecret() {
        OwnKey key = core.firstAdminKey.issue();
        String secret = key.reveal().substring(key.reveal().lastIndexOf('_') + 1);

        assertThat(core.item(key.keyId()).toString())
                .contains(key.keyId().value())
                .doesNotContain(secret, key.reveal());
    }

    @Test
    void itemThatIsNotInOrderIsAnOutageAndNoVerdict() {
        OwnKey key = core.firstAdminKey.issue();
        core.dynamoDb.updateItem(update -> update.tableName(core.keysTable)
                .key(Map.of("key_id", AttributeValue.fromS(key.keyId().value())))
                .updateExpression("SET #status = :odd")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":odd", AttributeValue.fromS("odd"))));

        assertThatThrownBy(() -> core.keys.find(key.keyId())).isInstanceOf(UnavailableException.class);
    }

    @Test
    void networksThatAreNotInOrderAreAnOutageAndNeverAnyAddress() {
        OwnKey key = core.firstAdminKey.issue();
        for (AttributeValue odd : List.of(
                AttributeValue.fromL(List.of()),
                AttributeValue.fromL(List.of(AttributeValue.fromS("10.0.0.0"))),
                AttributeValue.fromS("10.0.0.0/8"))) {
            core.dynamoDb.updateItem(update -> update.tableName(core.keysTable)
                    .key(Map.of("key_id", AttributeValue.fromS(key.keyId().value())))
                    .updateExpression("SET networks = :odd")
                    .expressionAttributeValues(Map.of(":odd", odd)));

            assertThatThrownBy(() -> core.keys.find(key.keyId())).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void tombstoneHasNeitherQuotaNorNetworks() {
        OwnKey key = core.issue(
                        core.admin(),
                        Asked.forKey().quota(7).networks("10.0.0.0/8").build())
                .key();
        assertThat(core.item(key.keyId())).containsKeys("quota", "networks");

        core.keys.delete(key.keyId(), Optional.empty(), Optional.empty(), change(ChangeAction.DELETED));

        assertThat(core.item(key.keyId())).doesNotContainKeys("quota", "networks");
    }

    @Test
    void missingTableIsAnOutageAndNotAbsence() {
        OwnKey key = core.firstAdminKey.issue();
        core.dynamoDb.deleteTable(delete -> delete.tableName(core.keysTable));

        assertThatThrownBy(() -> core.keys.find(key.keyId())).isInstanceOf(UnavailableException.class);
    }

    private Change change(ChangeAction action) {
        return new Change(action, core.clock.instant(), Core.actor("changer012345678"), Core.origin());
    }
}
