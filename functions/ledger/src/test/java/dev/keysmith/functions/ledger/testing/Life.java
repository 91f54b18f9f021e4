package dev.keysmith.functions.ledger.testing;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Sha256;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Keysmith's core on real tables whose streams are on: keys with lives that a ledger is to tell. */
public final class Life {

    public final Core core = new Core();
    public final StreamTexts keyStream = StreamTexts.of(core.dynamoDb, core.keysTable);
    public final StreamTexts stateStream = StreamTexts.of(core.dynamoDb, core.stateTable);
    public final Principal admin = core.admin();

    /** Settings of a ledger that is fed from these tables. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("keysmith.keys-table", core.keysTable);
        settings.put("keysmith.state-table", core.stateTable);
        return settings;
    }

    /** A new key of the owner acme. */
    public ApiKey issue() {
        return (ApiKey) core.issue(
                        admin,
                        Asked.forKey()
                                .owner("acme")
                                .name("first name")
                                .expiresInDays(7)
                                .build())
                .key();
    }

    public KeyId importKey(String text) {
        ImportResult result = core.importer.importKey(
                admin, Sha256.hex(text), Asked.forKey().owner("acme").build(), Core.origin());
        return ((ImportResult.Imported) result).keyId();
    }

    public void update(KeyId keyId, AskedChange change) {
        core.updater.update(admin, keyId.value(), change.build(), new VersionCondition.Any(), Core.origin());
    }

    /** The key's next text. */
    public ApiKey rotate(KeyId keyId) {
        RotateKeyCommand command =
                new RotateKeyCommand(keyId.value(), Duration.ofHours(1), core.clock.instant(), Optional.empty());
        IssueResult result = core.rotator.rotate(admin, command, Core.origin());
        IssuedKey issued = ((IssueResult.Issued) result).issued();
        return (ApiKey) issued.key();
    }

    /** Every operation that a key can meet, in one life; returns its id. */
    public KeyId full() {
        KeyId keyId = issue().keyId();
        tick();
        update(keyId, AskedChange.ofKey().name("second name").scopes("chat:read"));
        tick();
        ApiKey rotated = rotate(keyId);
        tick();
        core.rotator.finish(admin, keyId.value(), Core.origin());
        tick();
        core.revoker.revokePresented(core.token(core.principal(rotated)), Core.origin());
        core.clock.advance(Duration.ofDays(7).minusHours(1));
        core.refresher.refresh(core.principal(rotated), Core.origin(), Optional.empty());
        tick();
        core.revoker.revoke(admin, keyId.value(), Optional.of("left the company"), Core.origin());
        tick();
        core.revoker.delete(admin, keyId.value(), Optional.of("cleaning up"), Core.origin());
        return keyId;
    }

    /** Removes a key's item, as whoever may write the table could. */
    public void removeItem(KeyId keyId) {
        core.dynamoDb.deleteItem(
                delete -> delete.tableName(core.keysTable).key(Map.of("key_id", AttributeValue.fromS(keyId.value()))));
    }

    /** The same records as if DynamoDB's TTL had removed the items. */
    public static List<String> byTimeToLive(List<String> records) {
        return records.stream()
                .map(record -> record.contains("\"eventName\":\"REMOVE\"")
                        ? "{\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"},"
                                + record.substring(1)
                        : record)
                .toList();
    }

    public void tick() {
        core.clock.advance(Duration.ofSeconds(1));
    }
}
