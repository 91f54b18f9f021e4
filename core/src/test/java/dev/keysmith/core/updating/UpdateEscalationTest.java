package dev.keysmith.core.updating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.refreshing.RefreshResult;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nobody gives a key more than it has itself; what the key had already, it may keep. */
class UpdateEscalationTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final Core core = new Core();
    private final Principal admin = core.admin();

    @Test
    void scopesThatTheUpdaterLacks() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey().scopes("chat:read"));

        for (String scope : new String[] {"chat:*", "*", "node:start", "keys:*", "keys:issue", "owners:any"}) {
            assertExceeds(updater, key, AskedChange.ofKey().scopes("chat:read", scope), "/scopes/1");
        }
        updated(updater, key, AskedChange.ofKey().scopes("chat:read", "keys:update"));
    }

    @Test
    void wildcardOverWhatTheKeyHas() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey().scopes("chat:read", "chat:write"));

        assertExceeds(updater, key, AskedChange.ofKey().scopes("chat:*"), "/scopes/0");
    }

    @Test
    void holderOfEverythingDoesNotCrossOwners() {
        Principal everything = principal(Asked.forKey().role("admin").scopes("*"));
        OwnKey key = key(Asked.forKey());

        assertExceeds(everything, key, AskedChange.ofKey().scopes("owners:any"), "/scopes/0");
        updated(everything, key, AskedChange.ofKey().scopes("*"));
    }

    @Test
    void rolesScopesThatTheUpdaterLacks() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey().role("contributor").scopes("chat:read"));

        assertExceeds(updater, key, AskedChange.ofKey().roleScopes(), "/scopes");
    }

    @Test
    void nobodyGivesItselfMore() {
        OwnKey key = core.issue(admin, updater().build()).key();
        Principal self = core.principal(key);

        assertExceeds(self, key, AskedChange.ofKey().scopes("*"), "/scopes/0");
        assertExceeds(self, key, AskedChange.ofKey().roleScopes(), "/scopes");
        assertExceeds(self, key, AskedChange.ofKey().expiresInDays(11), "/expires_in_days");
        assertExceeds(self, key, AskedChange.ofKey().rate(101, 60), "/rate_limit");
        assertExceeds(self, key, AskedChange.ofKey().roleRate(), "/rate_limit");
    }

    @Test
    void whatTheKeyHadMayStayThoughTheUpdaterLacksIt() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey()
                .role("admin")
                .scopes("node:*", "chat:read", "owners:any")
                .rate(1_000, 60)
                .expiresInDays(300));

        ApiKeyMetadata after = updated(
                updater,
                key,
                AskedChange.ofKey()
                        .name("after")
                        .scopes("node:*", "owners:any", "keys:update")
                        .rate(1_000, 60));
        assertThat(after.scopes()).hasToString("keys:update node:* owners:any");
        assertThat(after.validity().lifetime()).isEqualTo(DAY.multipliedBy(300));
    }

    @Test
    void narrowingIsAllowedThoughTheUpdaterLacksWhatIsLeft() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey()
                .role("admin")
                .scopes("node:*", "chat:*")
                .rate(1_000, 60)
                .expiresInDays(300));

        ApiKeyMetadata after = updated(
                updater,
                key,
                AskedChange.ofKey().scopes("node:start").rate(999, 60).expiresInDays(299));

        assertThat(after.scopes()).hasToString("node:start");
        assertThat(after.expiresAt()).isEqualTo(core.clock.instant().plus(DAY.multipliedBy(299)));
    }

    @Test
    void whatWasTakenAwayIsNotGivenBack() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey().role("admin").scopes("node:*").rate(1_000, 60));
        updated(updater, key, AskedChange.ofKey().scopes().rate(1, 60));

        assertExceeds(updater, key, AskedChange.ofKey().scopes("node:*"), "/scopes/0");
        assertExceeds(updater, key, AskedChange.ofKey().rate(1_000, 60), "/rate_limit");
    }

    @Test
    void higherRateThanTheUpdatersByBurstOrPerSecond() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey().rate(1, 60));

        assertExceeds(updater, key, AskedChange.ofKey().rate(101, 3_600), "/rate_limit");
        assertExceeds(updater, key, AskedChange.ofKey().rate(2, 1), "/rate_limit");
        assertExceeds(updater, key, AskedChange.ofKey().roleRate(), "/rate_limit");
        updated(updater, key, AskedChange.ofKey().rate(100, 60));
    }

    @Test
    void higherQuotaThanTheUpdaters() {
        Principal updater = principal(updater().quota(100));
        OwnKey key = key(Asked.forKey().rate(1, 60).quota(1));

        assertExceeds(updater, key, AskedChange.ofKey().quota(101), "/quota");
        assertExceeds(updater, key, AskedChange.ofKey().roleQuota(), "/quota");
        updated(updater, key, AskedChange.ofKey().quota(100));
        OwnKey unlimited = key(Asked.forKey().rate(1, 60));
        updated(updater, unlimited, AskedChange.ofKey().quota(1_000));
        assertExceeds(updater, unlimited, AskedChange.ofKey().quota(1_001), "/quota");
    }

    @Test
    void boundKeyGivesItselfNoOtherNetworks() {
        OwnKey key = key(updater().scopes("*").networks("192.0.2.0/24"));
        Principal self = core.principal(key);

        assertExceeds(self, key, AskedChange.ofKey().anyNetworks(), "/allowed_networks");
        assertExceeds(self, key, AskedChange.ofKey().networks(), "/allowed_networks");
        assertExceeds(self, key, AskedChange.ofKey().networks("0.0.0.0/0"), "/allowed_networks");
        assertExceeds(self, key, AskedChange.ofKey().networks("192.0.2.0/24", "::/0"), "/allowed_networks");
        updated(self, key, AskedChange.ofKey().networks("192.0.2.0/25"));
        assertExceeds(core.principal(key), key, AskedChange.ofKey().networks("192.0.2.0/24"), "/allowed_networks");
    }

    @Test
    void boundUpdaterAddsNothingToAKeyThatMayBeUsedFromElsewhere() {
        Principal updater = principal(updater().networks("192.0.2.0/24"));
        for (Asked wider : List.of(Asked.forKey(), Asked.forKey().networks("192.0.2.0/24", "10.0.0.0/8"))) {
            OwnKey key = key(wider.scopes("chat:read").rate(1, 60).quota(1).expiresInDays(1));

            assertExceeds(updater, key, AskedChange.ofKey().scopes("chat:write"), "/allowed_networks");
            assertExceeds(updater, key, AskedChange.ofKey().rate(2, 60), "/allowed_networks");
            assertExceeds(updater, key, AskedChange.ofKey().quota(2), "/allowed_networks");
            assertExceeds(updater, key, AskedChange.ofKey().expiresInDays(2), "/allowed_networks");
            updated(updater, key, AskedChange.ofKey().name("after").scopes().networks("10.0.0.0/9"));
        }
        OwnKey within = key(Asked.forKey().scopes("chat:read").networks("192.0.2.0/25"));
        updated(updater, within, AskedChange.ofKey().scopes("chat:write").networks("192.0.2.0/24"));
    }

    @Test
    void boundRotatorGetsNoSecretThatWorksElsewhere() {
        Principal rotator = principal(Asked.forKey().role("admin").scopes("*").networks("192.0.2.0/24"));
        RotateKeyCommand command = new RotateKeyCommand(
                key(Asked.forKey()).keyId().value(), Duration.ZERO, core.clock.instant(), Optional.empty());

        assertThat(core.rotator.rotate(rotator, command, Core.origin()))
                .isEqualTo(new IssueResult.Refused(ErrorCode.GRANT_EXCEEDS_OWN));
    }

    @Test
    void longerLifetimeThanTheUpdaters() {
        Principal updater = principal(updater());
        OwnKey key = key(Asked.forKey()
                .role("admin")
                .scopes("chat:read")
                .expiresInDays(2)
                .maxExpiresAt(core.clock.instant().plus(DAY.multipliedBy(100))));
        Instant beyond = core.clock.instant().plus(DAY.multipliedBy(10)).plusMillis(1);

        assertExceeds(updater, key, AskedChange.ofKey().expiresInDays(11), "/expires_in_days");
        assertExceeds(updater, key, AskedChange.ofKey().expiresAt(beyond), "/expires_at");
        updated(updater, key, AskedChange.ofKey().expiresInDays(10));
    }

    @Test
    void lifetimeThatBeginsAnewIsGivenAnewThoughItIsNoLongerThanBefore() {
        OwnKey key = key(Asked.forKey().role("admin").scopes("chat:read").expiresInDays(20));
        core.clock.advance(DAY.multipliedBy(15));
        Principal updater = principal(updater());

        assertExceeds(updater, key, AskedChange.ofKey().expiresInDays(20), "/expires_in_days");
        updated(updater, key, AskedChange.ofKey().expiresInDays(10));
    }

    @Test
    void refreshedKeyGivesItselfNoLongerLifetimeThanItWasGranted() {
        OwnKey key = key(Asked.forKey().scopes("keys:update", "keys:issue").expiresInDays(1));
        // The role's seven days from now on.
        assertThat(core.refresher.refresh(core.principal(key), Core.origin(), Optional.empty()))
                .isInstanceOf(RefreshResult.Refreshed.class);
        Principal self = core.principal(key);

        assertExceeds(self, key, AskedChange.ofKey().expiresInDays(7), "/expires_in_days");
        assertExceeds(self, key, AskedChange.ofKey().expiresInDays(2), "/expires_in_days");
        core.clock.advance(DAY.multipliedBy(6));
        assertExceeds(self, key, AskedChange.ofKey().expiresInDays(2), "/expires_in_days");
        updated(self, key, AskedChange.ofKey().expiresInDays(1));
    }

    @Test
    void updaterOfEnvironmentTestGivesALiveKeyNothing() {
        Principal updater = principal(updater().environment("test"));
        OwnKey live = key(Asked.forKey().scopes("chat:read").rate(1, 60).expiresInDays(1));

        assertExceeds(updater, live, AskedChange.ofKey().scopes("chat:write"), "/environment");
        assertExceeds(updater, live, AskedChange.ofKey().rate(2, 60), "/environment");
        assertExceeds(updater, live, AskedChange.ofKey().expiresInDays(2), "/environment");
        OwnKey bound = key(Asked.forKey().networks("192.0.2.0/24").quota(1));
        assertExceeds(updater, bound, AskedChange.ofKey().anyNetworks(), "/environment");
        assertExceeds(updater, bound, AskedChange.ofKey().quota(2), "/environment");
        updated(updater, live, AskedChange.ofKey().name("after").scopes());

        OwnKey test = key(Asked.forKey().scopes("chat:read").environment("test"));
        updated(updater, test, AskedChange.ofKey().scopes("chat:write"));
    }

    @Test
    void expiredKeyIsRevivedOnlyByWhoCouldHaveIssuedIt() {
        Principal updater = principal(updater());
        OwnKey strong = key(Asked.forKey()
                .role("admin")
                .scopes("*")
                .expiresInDays(1)
                .maxExpiresAt(core.clock.instant().plus(DAY.multipliedBy(9))));
        OwnKey weak = key(Asked.forKey()
                .rate(1, 60)
                .scopes("chat:read")
                .expiresInDays(1)
                .maxExpiresAt(core.clock.instant().plus(DAY.multipliedBy(9))));
        core.clock.advance(DAY);

        assertThat(((UpdateResult.Refused)
                                update(updater, strong, AskedChange.ofKey().expiresInDays(2)))
                        .code())
                .isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(core.verify(strong.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_EXPIRED));

        updated(updater, weak, AskedChange.ofKey().expiresInDays(2));
        assertThat(core.verify(weak.reveal())).isInstanceOf(Verification.Verified.class);
        updated(admin, strong, AskedChange.ofKey().expiresInDays(2));
    }

    /** Ten days, 100 requests a minute. */
    private static Asked updater() {
        return Asked.forKey()
                .role("admin")
                .scopes("keys:update", "chat:read", "chat:write")
                .expiresInDays(10)
                .rate(100, 60);
    }

    private Principal principal(Asked asked) {
        return core.principal(key(asked));
    }

    private OwnKey key(Asked asked) {
        return core.issue(admin, asked.build()).key();
    }

    private ApiKeyMetadata updated(Principal updater, OwnKey key, AskedChange change) {
        return ((UpdateResult.Updated) update(updater, key, change)).metadata();
    }

    private void assertExceeds(Principal updater, OwnKey key, AskedChange change, String pointer) {
        ApiKeyMetadata then = core.keys.find(key.keyId()).orElseThrow().metadata();
        UpdateResult.Refused refused = (UpdateResult.Refused) update(updater, key, change);
        assertThat(refused.code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly(pointer);
        assertThat(core.keys.find(key.keyId()).orElseThrow().metadata()).isEqualTo(then);
    }

    private UpdateResult update(Principal updater, OwnKey key, AskedChange change) {
        return core.updater.update(
                updater, key.keyId().value(), change.build(), new VersionCondition.Any(), Core.origin());
    }
}
