package dev.keysmith.core.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.CredentialKind;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.testing.Sha256;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyImporterTest {

    private static final String KAA = "kaa_" + "0a".repeat(32);
    private static final String HEX = "1B".repeat(32);

    private final Core core = new Core();
    private final Principal admin = core.admin();

    @Test
    void importedKeyIsAsAskedForAndItsHolderIsLetInWithOneRead() {
        RequestedGrant asked = Asked.forKey()
                .name("theirs")
                .owner("acme")
                .role("contributor")
                .scopes("chat:read")
                .environment("test")
                .expiresInDays(3)
                .rate(5, 10)
                .metadata(Map.of("team", "blue"))
                .build();

        KeyId keyId = imported(KAA, asked);

        core.calls.take();
        Principal holder = principal(KAA);
        assertThat(core.calls.take()).containsExactly("GetItem");
        ApiKeyMetadata twin = core.issue(admin, asked).metadata();
        assertThat(core.keys.find(keyId).orElseThrow().metadata())
                .isEqualTo(new ApiKeyMetadata(
                        keyId,
                        twin.owner(),
                        "theirs",
                        twin.role(),
                        twin.scopes(),
                        Environment.TEST,
                        KeyFormat.IMPORTED,
                        twin.status(),
                        twin.limits(),
                        twin.networks(),
                        twin.metadata(),
                        Optional.of(admin.keyId()),
                        twin.validity(),
                        1,
                        Optional.empty(),
                        1));
        assertThat(holder)
                .isEqualTo(new Principal(
                        CredentialKind.IMPORTED_KEY,
                        keyId,
                        twin.owner(),
                        twin.role(),
                        twin.scopes(),
                        Environment.TEST,
                        1,
                        twin.validity(),
                        twin.limits(),
                        twin.networks()));
    }

    @Test
    void importingIsTwoWrites() {
        core.calls.take();
        imported(KAA, Asked.forKey().build());
        assertThat(core.calls.take()).containsExactly("UpdateItem", "PutItem");
    }

    @Test
    void keyOfEveryPatternWorksAndNoOther() {
        imported(KAA, Asked.forKey().build());
        imported(HEX, Asked.forKey().build());
        imported("other_key", Asked.forKey().build());

        principal(KAA);
        principal(HEX);
        assertThat(core.verify("other_key")).isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
        // Another string than the one that was imported, though its shape is right.
        assertThat(core.verify(HEX.toLowerCase(Locale.ROOT))).isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
    }

    @Test
    void digestIsTakenInUpperCaseToo() {
        String digest = Sha256.hex(KAA);
        ImportResult result = core.importer.importKey(
                admin, digest.toUpperCase(Locale.ROOT), Asked.forKey().build(), Core.origin());

        assertThat(result).isInstanceOf(ImportResult.Imported.class);
        principal(KAA);
        core.clock.advance(Duration.ofSeconds(1));
        assertThat(core.importer.importKey(admin, digest, Asked.forKey().build(), Core.origin()))
                .isEqualTo(new ImportResult.Refused(ErrorCode.CONFLICT, List.of()));
    }

    @Test
    void whatIsNoDigestIsInvalidAndCostsNoCall() {
        String digest = "0a".repeat(32);
        core.calls.take();
        for (String sha256 : List.of(
                "",
                digest.substring(1),
                digest + "0",
                "0g".repeat(32),
                digest + "\n",
                " " + digest,
                "\uff10".repeat(64))) {
            ImportResult.Refused result = (ImportResult.Refused)
                    core.importer.importKey(admin, sha256, Asked.forKey().build(), Core.origin());

            assertThat(result.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
            assertThat(result.errors()).extracting(FieldError::pointer).containsExactly("/sha256");
        }
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void stringOfNoPatternOrOfMoreThan512CharactersCostsNoCall() {
        Core anything = new Core(Map.of("keysmith.import-patterns", "x*\n[a-z]+-[0-9]+"));
        anything.admin();
        anything.calls.take();
        int secretFetches = anything.secretSource.calls();

        for (String text : List.of("y", "x".repeat(513), "x".repeat(10_000), "a-1 ", " a-1", "a-1\n", "a-1\nx")) {
            assertThat(anything.verify(text)).as(text).isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
        }
        assertThat(anything.calls.take()).isEmpty();
        assertThat(anything.secretSource.calls()).isEqualTo(secretFetches);

        assertThat(anything.verify("x".repeat(512))).isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
        assertThat(anything.verify("a-1")).isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
    }

    @Test
    void ourPrefixIsOursAloneWhateverThePatternsSay() {
        Core greedy = new Core(Map.of("keysmith.import-patterns", ".*"));
        Principal owner = greedy.admin();
        for (String text : List.of("ks_live_x", "ks_test_" + "0".repeat(66), "ks_live_")) {
            greedy.importer.importKey(owner, Sha256.hex(text), Asked.forKey().build(), Core.origin());
            greedy.calls.take();
            assertThat(greedy.verify(text)).isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
            assertThat(greedy.calls.take()).isEmpty();
        }

        ApiKey revoked = greedy.issue(owner, "root");
        greedy.revoker.revoke(owner, revoked.keyId().value(), Optional.empty(), Core.origin());
        greedy.importer.importKey(
                owner, Sha256.hex(revoked.reveal()), Asked.forKey().build(), Core.origin());
        assertThat(greedy.verify(revoked.reveal())).isEqualTo(refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void withoutPatternsImportedKeysAreMalformed() {
        imported(KAA, Asked.forKey().build());
        Core off = new Core(Map.of("keysmith.import-patterns", " \n \n"));
        off.calls.take();

        assertThat(off.importer.isOn()).isFalse();
        assertThat(core.importer.isOn()).isTrue();
        assertThat(off.verify(KAA)).isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
        assertThat(off.verify(HEX)).isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
        assertThat(off.calls.take()).isEmpty();
    }

    @Test
    void keyThatIsKnownAlreadyIsRefusedTheSameWhosesoeverItIs() {
        Principal acme = core.principal(core.issue(admin, "acme", "*"));
        Principal other = core.principal(core.issue(admin, "other", "*"));
        RequestedGrant asked = Asked.forKey().build();
        imported(acme, KAA, asked);
        core.clock.advance(Duration.ofMillis(1));

        core.calls.take();
        ImportResult own = core.importer.importKey(acme, Sha256.hex(KAA), asked, Core.origin());
        List<String> ownCalls = core.calls.take();
        ImportResult foreign = core.importer.importKey(other, Sha256.hex(KAA), asked, Core.origin());

        assertThat(own).isEqualTo(new ImportResult.Refused(ErrorCode.CONFLICT, List.of()));
        assertThat(foreign).isEqualTo(own);
        assertThat(core.calls.take()).isEqualTo(ownCalls);
        assertThat(principal(KAA).owner()).isEqualTo(acme.owner());
    }

    @Test
    void revokedAndDeletedKeysAreNotImportedAgain() {
        KeyId revoked = imported(KAA, Asked.forKey().build());
        KeyId deleted = imported(HEX, Asked.forKey().build());
        core.revoker.revoke(admin, revoked.value(), Optional.empty(), Core.origin());
        core.revoker.delete(admin, deleted.value(), Optional.empty(), Core.origin());

        for (String key : List.of(KAA, HEX)) {
            assertThat(core.importer.importKey(
                            admin, Sha256.hex(key), Asked.forKey().build(), Core.origin()))
                    .isEqualTo(new ImportResult.Refused(ErrorCode.CONFLICT, List.of()));
        }
        assertThat(core.verify(KAA)).isEqualTo(refused(ErrorCode.KEY_REVOKED));
        assertThat(core.verify(HEX)).isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
    }

    @Test
    void ofImportsOfOneKeyAtTheSameTimeOneIsDone() throws Exception {
        List<ImportResult> results = Race.run(
                20,
                () -> core.importer.importKey(
                        admin, Sha256.hex(KAA), Asked.forKey().build(), Core.origin()));

        assertThat(results)
                .filteredOn(result -> result instanceof ImportResult.Imported)
                .hasSize(1);
        assertThat(results)
                .filteredOn(result -> !(result instanceof ImportResult.Imported))
                .containsOnly(new ImportResult.Refused(ErrorCode.CONFLICT, List.of()));
    }

    @Test
    void nobodyGivesAnImportedKeyWhatItLacks() {
        Principal limited = core.principal(core.issue(
                        admin,
                        Asked.forKey()
                                .role("admin")
                                .scopes("keys:import", "chat:read", "chat:write")
                                .expiresInDays(7)
                                .maxExpiresAt(core.clock.instant().plus(Duration.ofDays(28)))
                                .rate(1_000, 3_600)
                                .environment("test")
                                .build())
                .key());
        Asked within = Asked.forKey().environment("test");
        imported(limited, HEX, within.build());

        core.calls.take();
        assertExceeds(limited, Asked.forKey().environment("live"), "/environment");
        assertExceeds(limited, test().owner("other"), "/owner");
        assertExceeds(limited, test().scopes("chat:read", "chat:*"), "/scopes/1");
        assertExceeds(
                limited,
                test().role("contributor").scopes("chat:read").expiresInDays(7).rate(1, 60),
                "/role");
        assertExceeds(limited, test().rate(1_001, 3_600), "/rate_limit");
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void everyInvalidFieldIsNamed() {
        ImportResult.Refused result = (ImportResult.Refused) core.importer.importKey(
                admin,
                Sha256.hex(KAA),
                Asked.forKey()
                        .name(" ")
                        .owner("no owner")
                        .role("emperor")
                        .scopes("bad scope")
                        .build(),
                Core.origin());

        assertThat(result.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(result.errors())
                .extracting(FieldError::pointer)
                .containsExactly("/name", "/owner", "/role", "/scopes/0");
    }

    @Test
    void withoutAnImportPepperIsAnOutageAndNothingIsWritten() {
        Core without = new Core();
        Principal owner = without.admin();
        without.secretSource.put(VerificationSecret.first(without.random, without.clock.instant())
                .toText()
                .replaceFirst(",\"import_pepper\":\"[^\"]*\"", ""));
        without.clock.advance(Duration.ofMinutes(10));
        without.calls.take();

        assertThatThrownBy(() -> without.importer.importKey(
                        owner, Sha256.hex(KAA), Asked.forKey().build(), Core.origin()))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> without.verify(KAA)).isInstanceOf(UnavailableException.class);
        assertThat(without.calls.take()).isEmpty();
    }

    @Test
    void sameKeyHasAnotherIdInAnotherDeployment() {
        Core another = new Core();
        ImportResult there = another.importer.importKey(
                another.admin(), Sha256.hex(KAA), Asked.forKey().build(), Core.origin());

        assertThat(imported(KAA, Asked.forKey().build())).isNotEqualTo(((ImportResult.Imported) there).keyId());
    }

    @Test
    void importedKeyKeepsItsIdWhenTheHashesGetANewPepper() {
        String secret =
                VerificationSecret.first(core.random, core.clock.instant()).toText();
        String before = secret.replaceFirst("\"import_pepper\":\"[^\"]*\"", "\"import_pepper\":\"" + pepper() + "\"");
        core.secretSource.put(before);
        core.clock.advance(Duration.ofMinutes(10));
        KeyId keyId = imported(KAA, Asked.forKey().build());

        core.secretSource.put(before.replace(
                "]",
                ",{\"version\":2,\"active_from\":\"%s\",\"value\":\"%s\"}]".formatted(core.clock.instant(), pepper())));
        core.clock.advance(Duration.ofMinutes(10));

        assertThat(principal(KAA).keyId()).isEqualTo(keyId);
        assertThat(core.importer.importKey(
                        admin, Sha256.hex(KAA), Asked.forKey().build(), Core.origin()))
                .isEqualTo(new ImportResult.Refused(ErrorCode.CONFLICT, List.of()));
    }

    @Test
    void itemHoldsNeitherTheKeyNorItsDigest() {
        KeyId keyId = imported(KAA, Asked.forKey().build());
        byte[] digest = HexFormat.of().parseHex(Sha256.hex(KAA));

        assertThat(core.item(keyId).toString()).doesNotContain(KAA, Sha256.hex(KAA));
        assertThat(core.keys.find(keyId).orElseThrow().hash().bytes()).isNotEqualTo(digest);
        assertThat(keyId.value()).doesNotContain(Sha256.hex(KAA).substring(0, 8));
    }

    private String pepper() {
        byte[] bytes = new byte[32];
        core.random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Asked test() {
        return Asked.forKey().environment("test");
    }

    private void assertExceeds(Principal issuer, Asked asked, String pointer) {
        ImportResult.Refused result =
                (ImportResult.Refused) core.importer.importKey(issuer, Sha256.hex(KAA), asked.build(), Core.origin());
        assertThat(result.code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(result.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    private KeyId imported(String key, RequestedGrant asked) {
        return imported(admin, key, asked);
    }

    private KeyId imported(Principal issuer, String key, RequestedGrant asked) {
        return ((ImportResult.Imported) core.importer.importKey(issuer, Sha256.hex(key), asked, Core.origin())).keyId();
    }

    private Principal principal(String presented) {
        return ((Verification.Verified) core.verify(presented)).principal();
    }

    private static Verification refused(ErrorCode code) {
        return new Verification.Refused(code);
    }
}
