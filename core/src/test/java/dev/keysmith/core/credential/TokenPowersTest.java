package dev.keysmith.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.minting.RequestedToken;
import dev.keysmith.core.refreshing.RefreshResult;
import dev.keysmith.core.rotating.KeyRotator.FinishResult;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.updating.UpdateResult;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a token can bring about, and what only a key can. This token has everything that a token can have. */
class TokenPowersTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Core core = new Core();
    private final OwnKey adminKey = core.firstAdminKey.issue();
    private final Principal admin = core.principal(adminKey);
    private final Principal token = core.principal(core.token(admin));
    private final OwnKey key = core.issue(admin, "acme", "chat:read");

    @Test
    void tokenRotatesNothing() {
        for (String keyId : new String[] {key.keyId().value(), adminKey.keyId().value(), "0000000000000000"}) {
            core.calls.take();
            IssueResult result = core.rotator.rotate(
                    token, new RotateKeyCommand(keyId, HOUR, core.clock.instant(), Optional.empty()), Core.origin());
            assertThat(result).isEqualTo(new IssueResult.Refused(ErrorCode.SCOPE_INSUFFICIENT));
            assertThat(core.calls.take()).isEmpty();
        }
    }

    @Test
    void tokenFinishesNoRotation() {
        core.clock.advance(Duration.ofSeconds(1));
        core.rotator.rotate(
                admin,
                new RotateKeyCommand(key.keyId().value(), HOUR, core.clock.instant(), Optional.empty()),
                Core.origin());
        assertThat(core.rotator.finish(token, key.keyId().value(), Core.origin()))
                .isEqualTo(new FinishResult.Refused(ErrorCode.SCOPE_INSUFFICIENT));
        assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void tokenRefreshesNothing() {
        core.clock.advance(Duration.ofDays(365).minus(HOUR));
        Principal late = core.principal(core.token(core.principal(adminKey)));
        core.calls.take();
        assertThat(core.refresher.refresh(late, Core.origin(), Optional.empty()))
                .isEqualTo(new RefreshResult.NotByToken());
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void tokenIssuesNothingThatLivesLongerThanItself() {
        assertExceeds(Asked.forKey().role("admin").scopes("*").build());
        assertExceeds(Asked.forKey().build());
        assertExceeds(Asked.forKey().expiresInDays(1).build());
        assertExceeds(Asked.forKey()
                .expiresAt(core.clock.instant().plus(HOUR).plusMillis(1))
                .build());
        // Nor that refreshing takes beyond it.
        assertExceeds(Asked.forKey()
                .expiresAt(core.clock.instant().plus(HOUR))
                .maxExpiresAt(core.clock.instant().plus(HOUR).plusMillis(1))
                .build());

        var issued = core.issue(
                token, Asked.forKey().expiresAt(core.clock.instant().plus(HOUR)).build());

        assertThat(issued.metadata().validity().maxExpiresAt())
                .isEqualTo(core.clock.instant().plus(HOUR));
        assertThat(issued.metadata().issuedBy()).contains(admin.keyId());
    }

    @Test
    void shorterTokenIssuesShorterKeys() {
        Principal minute = core.principal(
                core.mint(admin, new RequestedToken(Optional.empty(), Optional.of(60), Optional.empty())));
        RequestedGrant tooLong =
                Asked.forKey().expiresAt(core.clock.instant().plusSeconds(61)).build();
        assertThat(((IssueResult.Refused) issue(minute, tooLong)).code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(issue(
                        minute,
                        Asked.forKey()
                                .expiresAt(core.clock.instant().plusSeconds(60))
                                .build()))
                .isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void tokenGivesNoScopeThatItLacksThoughItsKeyHasIt() {
        Principal narrow = core.principal(core.mint(
                admin, new RequestedToken(Optional.of("keys:issue chat:read"), Optional.empty(), Optional.empty())));
        RequestedGrant wider = Asked.forKey()
                .scopes("chat:write")
                .expiresAt(core.clock.instant().plusSeconds(60))
                .build();
        assertThat(((IssueResult.Refused) issue(narrow, wider)).code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        RequestedGrant otherOwner = Asked.forKey()
                .owner("acme")
                .scopes("chat:read")
                .expiresAt(core.clock.instant().plusSeconds(60))
                .build();
        assertThat(((IssueResult.Refused) issue(narrow, otherOwner)).code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
    }

    @Test
    void tokenProlongsNoKeyBeyondWhatItLives() {
        UpdateResult longer = update(token, AskedChange.ofKey().expiresInDays(6));
        // Shorter than it was is no gift.
        assertThat(longer).isInstanceOf(UpdateResult.Updated.class);
        core.clock.advance(Duration.ofMinutes(30));
        assertThat(((UpdateResult.Refused) update(
                                token,
                                AskedChange.ofKey()
                                        .expiresAt(core.clock
                                                .instant()
                                                .plus(Duration.ofDays(6))
                                                .plusSeconds(1))))
                        .code())
                .isIn(ErrorCode.GRANT_EXCEEDS_OWN, ErrorCode.REQUEST_INVALID);
    }

    @Test
    void tokenRevivesNoKeyForLongerThanItself() {
        core.clock.advance(Duration.ofDays(7));
        Principal late = core.principal(core.token(core.principal(adminKey)));
        UpdateResult.Refused revived =
                (UpdateResult.Refused) update(late, AskedChange.ofKey().expiresInDays(1));
        assertThat(revived.code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
    }

    @Test
    void tokenChangesItsOwnKeyOnlyWithinWhatItHas() {
        OwnKey self = core.issue(
                        admin,
                        Asked.forKey()
                                .role("admin")
                                .scopes("keys:update", "chat:read")
                                .build())
                .key();
        Principal narrow = core.principal(core.mint(
                core.principal(self),
                new RequestedToken(Optional.of("keys:update"), Optional.empty(), Optional.empty())));
        UpdateResult wider = core.updater.update(
                narrow,
                self.keyId().value(),
                AskedChange.ofKey()
                        .scopes("keys:update", "chat:read", "chat:write")
                        .build(),
                new VersionCondition.Any(),
                Core.origin());
        assertThat(((UpdateResult.Refused) wider).code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
    }

    @Test
    void tokenReadsAndRevokesWhatItsScopesAllow() {
        assertThat(core.reader.find(token, key.keyId().value())).isPresent();
        assertThat(core.revoker.revoke(token, key.keyId().value(), Optional.empty(), Core.origin()))
                .isPresent();
        Principal bound = core.principal(
                core.mint(admin, new RequestedToken(Optional.of("*"), Optional.empty(), Optional.empty())));
        assertThat(core.reader.find(bound, key.keyId().value())).isEmpty();
        assertThat(core.revoker.revoke(bound, key.keyId().value(), Optional.empty(), Core.origin()))
                .isEmpty();
    }

    private void assertExceeds(RequestedGrant asked) {
        assertThat(((IssueResult.Refused) issue(token, asked)).code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
    }

    private IssueResult issue(Principal by, RequestedGrant asked) {
        return core.issuer.issue(by, asked, Core.origin(), Optional.empty());
    }

    private UpdateResult update(Principal by, AskedChange asked) {
        return core.updater.update(by, key.keyId().value(), asked.build(), new VersionCondition.Any(), Core.origin());
    }
}
