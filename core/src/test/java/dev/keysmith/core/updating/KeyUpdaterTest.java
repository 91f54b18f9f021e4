package dev.keysmith.core.updating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.network.AllowedNetworks;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyUpdaterTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final IssuedKey key = core.issue(
            admin,
            Asked.forKey()
                    .name("before")
                    .scopes("chat:read")
                    .rate(5, 10)
                    .metadata(Map.of("team", "blue", "floor", "2"))
                    .build());
    private final ApiKeyMetadata before = key.metadata();

    @Test
    void whatIsNotNamedStaysAsItIs() {
        ApiKeyMetadata after = updated(AskedChange.ofKey().name("after"));

        assertThat(after)
                .isEqualTo(before.updated(
                        "after",
                        before.scopes(),
                        before.limits(),
                        before.networks(),
                        before.metadata(),
                        before.validity()));
        assertThat(after.version()).isEqualTo(2);
        assertThat(((Verification.Verified) core.verify(key.key().reveal())).key())
                .isEqualTo(after);
    }

    @Test
    void patchThatChangesNothingWritesNothing() {
        AskedChange same = AskedChange.ofKey()
                .name("before")
                .scopes("chat:read")
                .rate(5, 10)
                .metadata(Map.of("team", new Patch.Changed<>("blue"), "absent", new Patch.Removed<>()));
        for (AskedChange nothing : List.of(AskedChange.ofKey(), same)) {
            core.calls.take();
            assertThat(update(admin, nothing)).isEqualTo(new UpdateResult.Updated(before));
            assertThat(core.calls.take()).containsExactly("GetItem");
        }
    }

    @Test
    void updatingIsOneReadAndOneWrite() {
        core.calls.take();
        update(admin, AskedChange.ofKey().name("after"));
        assertThat(core.calls.take()).containsExactly("GetItem", "PutItem");
    }

    @Test
    void eachFieldIsChangedAlone() {
        assertThat(updated(AskedChange.ofKey().name("after")).name()).isEqualTo("after");
        assertThat(updated(AskedChange.ofKey().scopes("chat:write", "node:*")).scopes())
                .hasToString("chat:write node:*");
        assertThat(updated(AskedChange.ofKey().scopes()).scopes()).hasToString("");
        assertThat(updated(AskedChange.ofKey().rate(7, 60)).limits().rate())
                .contains(new RateLimit(7, Duration.ofMinutes(1)));

        ApiKeyMetadata after = stored();
        assertThat(after.name()).isEqualTo("after");
        assertThat(after.metadata()).isEqualTo(before.metadata());
        assertThat(after.validity()).isEqualTo(before.validity());
        assertThat(after.version()).isEqualTo(5);
    }

    @Test
    void whatIsRemovedIsLeftToTheRole() {
        ApiKeyMetadata after =
                updated(AskedChange.ofKey().roleScopes().roleRate().noMetadata());

        assertThat(after.scopes()).hasToString("chat:read chat:write");
        assertThat(after.limits().rate()).contains(new RateLimit(1_000, Duration.ofHours(1)));
        assertThat(after.metadata()).isEmpty();
        assertThat(after).isEqualTo(stored());
    }

    @Test
    void metadataIsMergedEntryByEntry() {
        assertThat(updated(AskedChange.ofKey()
                                .metadata(Map.of(
                                        "team", new Patch.Changed<>("red"),
                                        "floor", new Patch.Removed<>(),
                                        "room", new Patch.Changed<>(""),
                                        "absent", new Patch.Removed<>())))
                        .metadata())
                .isEqualTo(Map.of("team", "red", "room", ""));
        assertThat(updated(AskedChange.ofKey().metadata(Map.of())).metadata())
                .isEqualTo(Map.of("team", "red", "room", ""));
    }

    @Test
    void whatCannotBeRemovedIsNamed() {
        assertInvalid(AskedChange.ofKey().name(new Patch.Removed<>()), "/name");
        assertInvalid(AskedChange.ofKey().expiresInDays(new Patch.Removed<>()), "/expires_in_days");
        assertInvalid(AskedChange.ofKey().expiresAt(new Patch.Removed<>()), "/expires_at");
        assertInvalid(AskedChange.ofKey().maxExpiresAt(new Patch.Removed<>()), "/max_expires_at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003"})
    void nameIsNotBlank(String name) {
        assertInvalid(AskedChange.ofKey().name(name), "/name");
    }

    @Test
    void boundsOfNameScopesRateAndMetadataAreInclusive() {
        // Outside the basic plane, so that characters are not chars.
        assertThat(updated(AskedChange.ofKey().name("\ud83d\udd11".repeat(200))).name())
                .hasSize(400);
        assertInvalid(AskedChange.ofKey().name("x".repeat(201)), "/name");

        assertThat(updated(AskedChange.ofKey().scopes(scopes(50))).scopes().scopes())
                .hasSize(50);
        assertInvalid(AskedChange.ofKey().scopes(scopes(51)), "/scopes");
        assertInvalid(AskedChange.ofKey().scopes("chat:read", "Chat:read"), "/scopes/1");

        updated(AskedChange.ofKey().rate(10_000_000, 2_592_000));
        updated(AskedChange.ofKey().rate(1, 1));
        assertInvalid(AskedChange.ofKey().rate(0, 1), "/rate_limit/requests");
        assertInvalid(AskedChange.ofKey().rate(10_000_001, 1), "/rate_limit/requests");
        assertInvalid(AskedChange.ofKey().rate(1, 0), "/rate_limit/window_seconds");
        assertInvalid(AskedChange.ofKey().rate(1, 2_592_001), "/rate_limit/window_seconds");
        assertInvalid(AskedChange.ofKey().rate(1, Long.MAX_VALUE), "/rate_limit/window_seconds");
    }

    @Test
    void quotaIsChangedAndLeftToTheRole() {
        assertThat(updated(AskedChange.ofKey().quota(7)).limits().quota()).hasValue(7);
        assertThat(updated(AskedChange.ofKey().rate(7, 60)).limits().quota()).hasValue(7);
        assertThat(updated(AskedChange.ofKey().roleQuota()).limits().quota()).isEmpty();
        for (long wrong : new long[] {0, -1, 1_000_000_000_001L, Long.MAX_VALUE}) {
            assertInvalid(AskedChange.ofKey().quota(wrong), "/quota");
        }
    }

    @Test
    void networksAreReplacedAndRemoved() {
        assertThat(updated(AskedChange.ofKey().networks("::ffff:10.0.0.0/104", "2001:DB8::/32"))
                        .networks())
                .hasToString("10.0.0.0/8 2001:db8::/32");
        assertThat(updated(AskedChange.ofKey().networks("192.0.2.0/24")).networks())
                .hasToString("192.0.2.0/24");
        assertThat(updated(AskedChange.ofKey().name("bound")).networks()).hasToString("192.0.2.0/24");
        assertThat(core.item(key.key().keyId())).containsKey("networks");
        assertThat(updated(AskedChange.ofKey().anyNetworks()).networks()).isEqualTo(AllowedNetworks.ANY);
        assertThat(core.item(key.key().keyId())).doesNotContainKey("networks");
        assertInvalid(AskedChange.ofKey().networks("10.0.0.0/8", "10.0.0.0"), "/allowed_networks/1");
    }

    @Test
    void metadataIsBoundedAsAWhole() {
        updated(AskedChange.ofKey().noMetadata());
        updated(AskedChange.ofKey().metadata(Map.of("a", new Patch.Changed<>("é".repeat(1_000)))));
        Patch<String> rest = new Patch.Changed<>("x".repeat(4_096 - 2_001 - 1));

        updated(AskedChange.ofKey().metadata(Map.of("b", rest)));
        assertInvalid(AskedChange.ofKey().metadata(Map.of("c", new Patch.Changed<>(""))), "/metadata");
        assertInvalid(AskedChange.ofKey().metadata(Map.of("", new Patch.Changed<>(""))), "/metadata");
    }

    @Test
    void everythingThatIsWrongIsNamedAndNothingIsChanged() {
        assertInvalid(
                AskedChange.ofKey()
                        .name("")
                        .scopes("bad scope")
                        .rate(0, 1)
                        .expiresInDays(0)
                        .maxExpiresAt(before.validity().maxExpiresAt().plusMillis(1)),
                "/name",
                "/scopes/0",
                "/rate_limit/requests",
                "/expires_in_days",
                "/max_expires_at");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void versionThatTheCallerDoesNotNameIsAMismatchAndNothingIsChanged() {
        for (Set<Long> others : List.of(Set.of(2L), Set.of(0L, 2L, -1L), Set.<Long>of())) {
            assertThat(update(admin, AskedChange.ofKey().name("after"), new VersionCondition.OneOf(others)))
                    .isEqualTo(new UpdateResult.Refused(ErrorCode.VERSION_MISMATCH));
        }
        assertThat(stored()).isEqualTo(before);

        assertThat(update(admin, AskedChange.ofKey().name("after"), new VersionCondition.OneOf(Set.of(7L, 1L))))
                .isInstanceOf(UpdateResult.Updated.class);
        assertThat(update(admin, AskedChange.ofKey().name("late"), new VersionCondition.OneOf(Set.of(7L, 1L))))
                .isEqualTo(new UpdateResult.Refused(ErrorCode.VERSION_MISMATCH));
        assertThat(stored().name()).isEqualTo("after");
    }

    @Test
    void ofUpdatesOfTheSameVersionAtTheSameTimeOneIsMade() throws Exception {
        List<UpdateResult> results = Race.run(
                20, () -> update(admin, AskedChange.ofKey().name("after"), new VersionCondition.OneOf(Set.of(1L))));

        assertThat(results)
                .filteredOn(result -> result instanceof UpdateResult.Updated)
                .hasSize(1);
        assertThat(results)
                .filteredOn(result -> !(result instanceof UpdateResult.Updated))
                .containsOnly(new UpdateResult.Refused(ErrorCode.VERSION_MISMATCH));
        assertThat(stored().version()).isEqualTo(2);
    }

    @Test
    void unconditionalUpdatesOfDifferentFieldsAtTheSameTimeAllSurvive() throws Exception {
        List<Callable<UpdateResult>> updates = List.of(
                () -> update(admin, AskedChange.ofKey().name("after")),
                () -> update(admin, AskedChange.ofKey().scopes("chat:write")),
                () -> update(admin, AskedChange.ofKey().rate(7, 60)),
                () -> update(admin, AskedChange.ofKey().metadata(Map.of("team", new Patch.Changed<>("red")))),
                () -> update(admin, AskedChange.ofKey().metadata(Map.of("floor", new Patch.Removed<>()))));

        assertThat(Race.run(updates)).hasOnlyElementsOfType(UpdateResult.Updated.class);

        ApiKeyMetadata after = stored();
        assertThat(after.name()).isEqualTo("after");
        assertThat(after.scopes()).hasToString("chat:write");
        assertThat(after.limits().rate()).contains(new RateLimit(7, Duration.ofMinutes(1)));
        assertThat(after.metadata()).isEqualTo(Map.of("team", "red"));
        assertThat(after.version()).isEqualTo(6);
    }

    @Test
    void revokedKeyIsAConflictAndStaysRevoked() {
        core.revoker.revoke(admin, before.keyId().value(), Optional.empty(), Core.origin());
        ApiKeyMetadata revoked = stored();
        core.calls.take();

        assertThat(update(admin, AskedChange.ofKey().name("after")))
                .isEqualTo(new UpdateResult.Refused(ErrorCode.CONFLICT));
        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(stored()).isEqualTo(revoked);
    }

    @Test
    void keyOfAnotherOwnerDeletedUnknownAndMalformedOnesAreNotFound() {
        Principal acme = core.principal(core.issue(admin, "acme", "*"));
        for (String keyId : List.of(before.keyId().value(), "0000000000000000", "", "../x", "0".repeat(1_000))) {
            assertThat(core.updater.update(
                            acme,
                            keyId,
                            AskedChange.ofKey().name("after").build(),
                            // Not even whether there is such a version is told.
                            new VersionCondition.OneOf(Set.of(9L)),
                            Core.origin()))
                    .isEqualTo(new UpdateResult.Refused(ErrorCode.NOT_FOUND));
        }
        assertThat(stored()).isEqualTo(before);

        core.revoker.delete(admin, before.keyId().value(), Optional.empty(), Core.origin());
        assertThat(update(admin, AskedChange.ofKey().name("after")))
                .isEqualTo(new UpdateResult.Refused(ErrorCode.NOT_FOUND));
    }

    @Test
    void updateDuringAGraceEndsNeitherSecret() {
        core.rotator.rotate(
                admin,
                new RotateKeyCommand(
                        before.keyId().value(), Duration.ofHours(1), core.clock.instant(), Optional.empty()),
                Core.origin());
        updated(AskedChange.ofKey().name("after"));

        assertThat(core.verify(key.key().reveal())).isInstanceOf(Verification.Verified.class);
        assertThat(stored().lastRotation()).isPresent();
    }

    private static String[] scopes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "chat:action" + i).toArray(String[]::new);
    }

    private ApiKeyMetadata updated(AskedChange change) {
        ApiKeyMetadata after = ((UpdateResult.Updated) update(admin, change)).metadata();
        assertThat(stored()).isEqualTo(after);
        return after;
    }

    private void assertInvalid(AskedChange change, String... pointers) {
        ApiKeyMetadata then = stored();
        UpdateResult.Refused refused = (UpdateResult.Refused) update(admin, change);
        assertThat(refused.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly(pointers);
        assertThat(stored()).isEqualTo(then);
    }

    private UpdateResult update(Principal updater, AskedChange change) {
        return update(updater, change, new VersionCondition.Any());
    }

    private UpdateResult update(Principal updater, AskedChange change, VersionCondition condition) {
        return core.updater.update(updater, before.keyId().value(), change.build(), condition, Core.origin());
    }

    private ApiKeyMetadata stored() {
        return core.keys.find(before.keyId()).orElseThrow().metadata();
    }
}
