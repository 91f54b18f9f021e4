package dev.keysmith.core.rotating;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.Rotation;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Forged;
import dev.keysmith.core.testing.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RotationGraceTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final OwnKey first = core.issue(admin, "root");

    @Test
    void previousSecretWorksUntilTheGraceEndsAndIsThenExpired() {
        OwnKey second = rotate(first.keyId(), HOUR);

        core.clock.advance(HOUR.minusMillis(1));
        assertWorks(first.reveal());
        assertWorks(second.reveal());

        core.clock.advance(Duration.ofMillis(1));
        assertRefused(first.reveal(), ErrorCode.KEY_EXPIRED);
        assertWorks(second.reveal());
    }

    @Test
    void previousSecretIsTheSameKeyAsTheNewOne() {
        OwnKey second = rotate(first.keyId(), HOUR);
        assertThat(core.principal(first))
                .usingRecursiveComparison()
                .ignoringFields("generation")
                .isEqualTo(core.principal(second));
        assertThat(core.principal(first).generation()).isEqualTo(1);
        assertThat(core.principal(second).generation()).isEqualTo(2);
    }

    @Test
    void withoutGraceThePreviousSecretEndsAtOnce() {
        OwnKey second = rotate(first.keyId(), Duration.ZERO);

        assertRefused(first.reveal(), ErrorCode.KEY_EXPIRED);
        assertWorks(second.reveal());
    }

    @Test
    void rotatingTwiceEndsTheOldestAtOnce() {
        OwnKey second = rotate(first.keyId(), Duration.ofDays(7));
        core.clock.advance(Duration.ofSeconds(1));
        OwnKey third = rotate(first.keyId(), HOUR);

        assertRefused(first.reveal(), ErrorCode.KEY_UNKNOWN);
        assertWorks(second.reveal());
        assertWorks(third.reveal());
    }

    @Test
    void graceDoesNotOutliveTheKey() {
        core.clock.advance(Duration.ofDays(7).minus(HOUR));
        rotate(first.keyId(), Duration.ofDays(7));

        core.clock.advance(HOUR);
        assertRefused(first.reveal(), ErrorCode.KEY_EXPIRED);
    }

    @Test
    void revokingEndsBothSecrets() {
        OwnKey second = rotate(first.keyId(), HOUR);
        core.revoker.revoke(admin, first.keyId().value(), Optional.empty(), Core.origin());

        assertRefused(first.reveal(), ErrorCode.KEY_REVOKED);
        assertRefused(second.reveal(), ErrorCode.KEY_REVOKED);
    }

    @Test
    void finishEndsTheGraceNow() {
        OwnKey second = rotate(first.keyId(), HOUR);
        ApiKeyMetadata before = core.keys.find(first.keyId()).orElseThrow().metadata();
        core.clock.advance(Duration.ofMinutes(1));
        core.calls.take();

        ApiKeyMetadata finished = finish();

        assertThat(core.calls.take()).containsExactly("GetItem", "PutItem");
        Rotation rotation = before.lastRotation().orElseThrow();
        assertThat(finished).isEqualTo(before.graceEnded(new Rotation(rotation.at(), core.clock.instant())));
        assertRefused(first.reveal(), ErrorCode.KEY_EXPIRED);
        assertWorks(second.reveal());
    }

    @Test
    void whereNoGraceIsLeftFinishChangesNothing() {
        ApiKeyMetadata neverRotated =
                core.keys.find(first.keyId()).orElseThrow().metadata();
        core.calls.take();
        assertThat(finish()).isEqualTo(neverRotated);

        rotate(first.keyId(), HOUR);
        ApiKeyMetadata finished = finish();
        core.clock.advance(Duration.ofMinutes(1));
        core.calls.take();
        assertThat(finish()).isEqualTo(finished);
        assertThat(core.calls.take()).containsExactly("GetItem");
    }

    @Test
    void requestThatCameBeforeTheRotationIsAConflictAlsoAfterFinish() {
        Instant receivedAt = core.clock.instant();
        core.clock.advance(Duration.ofSeconds(1));
        OwnKey second = rotate(first.keyId(), HOUR);
        finish();

        assertThat(core.rotator.rotate(
                        admin,
                        new RotateKeyCommand(first.keyId().value(), Duration.ZERO, receivedAt, Optional.empty()),
                        Core.origin()))
                .isEqualTo(new IssueResult.Refused(ErrorCode.CONFLICT));
        assertWorks(second.reveal());
    }

    @Test
    void importedKeyTurnsOpaqueUnderItsIdAndItsOldStringWorksDuringTheGrace() {
        String imported = "kaa_" + "0a".repeat(32);
        ImportResult result = core.importer.importKey(
                admin, Sha256.hex(imported), Asked.forKey().build(), Core.origin());
        KeyId keyId = ((ImportResult.Imported) result).keyId();

        OwnKey opaque = rotate(keyId, HOUR);

        assertThat(opaque.keyId()).isEqualTo(keyId);
        assertThat(core.principal(opaque).keyId()).isEqualTo(keyId);
        assertThat(core.keys.find(keyId).orElseThrow().metadata().format()).isEqualTo(KeyFormat.OPAQUE);
        assertWorks(imported);
        core.clock.advance(HOUR);
        assertRefused(imported, ErrorCode.KEY_EXPIRED);
        assertWorks(opaque.reveal());
    }

    @Test
    void importedKeyThatTurnedOpaqueIsNotImportedAgain() {
        String imported = "kaa_" + "0a".repeat(32);
        ImportResult result = core.importer.importKey(
                admin, Sha256.hex(imported), Asked.forKey().build(), Core.origin());
        rotate(((ImportResult.Imported) result).keyId(), Duration.ZERO);

        assertThat(core.importer.importKey(
                        admin, Sha256.hex(imported), Asked.forKey().build(), Core.origin()))
                .isEqualTo(new ImportResult.Refused(ErrorCode.CONFLICT, List.of()));
        assertRefused(imported, ErrorCode.KEY_EXPIRED);
    }

    @Test
    void previousHashCopiedFromAnotherKeyProvesNothing() {
        ApiKey own = core.issue(admin, "root");
        rotate(first.keyId(), HOUR);
        rotate(own.keyId(), HOUR);
        copy("previous_hash", own.keyId(), "previous_hash", first.keyId());

        assertRefused(Forged.underId(own, first.keyId()), ErrorCode.KEY_UNKNOWN);
    }

    @Test
    void presentHashCopiedIntoThePlaceOfThePreviousOneProvesNothing() {
        ApiKey own = core.issue(admin, "root");
        rotate(first.keyId(), HOUR);
        copy("hash", own.keyId(), "previous_hash", first.keyId());

        assertRefused(Forged.underId(own, first.keyId()), ErrorCode.KEY_UNKNOWN);
        assertRefused(first.reveal(), ErrorCode.KEY_UNKNOWN);
    }

    private void copy(String from, KeyId of, String to, KeyId into) {
        AttributeValue hash = requireNonNull(core.item(of).get(from));
        core.dynamoDb.updateItem(update -> update.tableName(core.keysTable)
                .key(Map.of("key_id", AttributeValue.fromS(into.value())))
                .updateExpression("SET #to = :hash")
                .expressionAttributeNames(Map.of("#to", to))
                .expressionAttributeValues(Map.of(":hash", hash)));
    }

    private OwnKey rotate(KeyId keyId, Duration grace) {
        IssueResult result = core.rotator.rotate(
                admin,
                new RotateKeyCommand(keyId.value(), grace, core.clock.instant(), Optional.empty()),
                Core.origin());
        return ((IssueResult.Issued) result).issued().key();
    }

    private ApiKeyMetadata finish() {
        return ((KeyRotator.FinishResult.Finished)
                        core.rotator.finish(admin, first.keyId().value(), Core.origin()))
                .metadata();
    }

    private void assertWorks(String presented) {
        assertThat(core.verify(presented)).isInstanceOf(Verification.Verified.class);
    }

    private void assertRefused(String presented, ErrorCode code) {
        assertThat(core.verify(presented)).isEqualTo(new Verification.Refused(code));
    }
}
