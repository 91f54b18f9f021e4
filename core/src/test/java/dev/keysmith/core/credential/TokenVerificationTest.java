package dev.keysmith.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.minting.RequestedToken;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.core.updating.UpdateResult;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an access token is good for, as its key is at that moment. */
class TokenVerificationTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final OwnKey key = core.issue(
                    admin,
                    Asked.forKey().owner("acme").role("admin").scopes("*").build())
            .key();
    private final Principal holder = core.principal(key);

    @Test
    void goodTokenIsVerifiedWithOneRead() {
        String token = core.token(holder);
        core.calls.take();
        int fetches = core.secretSource.calls();

        Verification.Verified verified = verified(token);

        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(core.secretSource.calls()).isEqualTo(fetches);
        assertThat(verified.key().keyId()).isEqualTo(key.keyId());
        assertThat(verified.token().orElseThrow().audience()).containsExactly(Core.AUDIENCE);
    }

    @Test
    void whoPresentsATokenIsItsKeyWithLessTimeAndNeverExemptFromLimits() {
        Instant now = core.clock.instant();
        String token = core.mint(holder, asked("*", 600));
        core.clock.advance(Duration.ofSeconds(60));

        Principal principal = verified(token).principal();

        assertThat(principal.kind()).isEqualTo(CredentialKind.ACCESS_TOKEN);
        assertThat(principal.isToken()).isTrue();
        assertThat(principal.isExemptFromLimits()).isFalse();
        assertThat(holder.isExemptFromLimits()).isTrue();
        assertThat(principal.keyId()).isEqualTo(key.keyId());
        assertThat(principal.owner()).isEqualTo(holder.owner());
        assertThat(principal.generation()).isEqualTo(1);
        assertThat(principal.scopes()).hasToString("*");
        assertThat(principal.limits()).isEqualTo(holder.limits());
        assertThat(principal.validity().createdAt()).isEqualTo(now);
        assertThat(principal.validity().expiresAt()).isEqualTo(now.plusSeconds(600));
        assertThat(principal.validity().lifetime()).isEqualTo(Duration.ofSeconds(600));
        assertThat(principal.validity().refreshLifetime()).isEqualTo(Duration.ofSeconds(600));
        assertThat(principal.validity().maxAge()).isEqualTo(Duration.ofSeconds(600));
        assertThat(principal.validity().isRefreshable()).isFalse();
        assertThat(Principal.fromContext(principal.toContext())).isEqualTo(principal);
    }

    @Test
    void tokenOfARevokedKeyIsRevokedAtOnce() {
        String token = core.token(holder);
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());
        core.calls.take();
        assertRefused(token, ErrorCode.TOKEN_REVOKED);
        assertThat(core.calls.take()).containsExactly("GetItem");
    }

    @Test
    void tokenOfADeletedKeyIsRevokedAtOnce() {
        String token = core.token(holder);
        core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin());
        assertRefused(token, ErrorCode.TOKEN_REVOKED);
    }

    @Test
    void tokenOfAKeyThatNeverWasIsRevoked() {
        assertRefused(
                sign(new JwtId(core.mint.newKeyId(), 1, "0".repeat(32)), ScopeSet.parse("*")), ErrorCode.TOKEN_REVOKED);
    }

    @Test
    void tokenEndsWithItsKeyThoughItSaysOtherwise() {
        String token = core.token(holder);
        Instant end = core.clock.instant().plusSeconds(90);
        update(AskedChange.ofKey().expiresAt(end));

        assertThat(verified(token).principal().validity().expiresAt()).isEqualTo(end);
        core.clock.advance(Duration.ofSeconds(90).minusMillis(1));
        verified(token);
        core.clock.advance(Duration.ofMillis(1));
        assertRefused(token, ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void revokedIsToldBeforeExpired() {
        String token = core.token(holder);
        update(AskedChange.ofKey().expiresAt(core.clock.instant().plusSeconds(90)));
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());
        core.clock.advance(Duration.ofSeconds(90));
        assertRefused(token, ErrorCode.TOKEN_REVOKED);
    }

    @Test
    void tokenOfAPreviousSecretIsGoodUntilItsGraceEnds() {
        String token = core.mint(holder, asked("*", 3600));
        core.clock.advance(Duration.ofSeconds(1));
        rotate(Duration.ofMinutes(30));

        core.clock.advance(Duration.ofMinutes(30).minusMillis(1));
        verified(token);
        // What is minted from the old secret ends with it too.
        String late = core.token(core.principal(key));
        assertThat(verified(late).principal().generation()).isEqualTo(1);
        core.clock.advance(Duration.ofMillis(1));
        assertRefused(token, ErrorCode.TOKEN_REVOKED);
        assertRefused(late, ErrorCode.TOKEN_REVOKED);
    }

    @Test
    void tokenOfAPreviousSecretWithoutGraceIsRevokedAtOnce() {
        String token = core.token(holder);
        core.clock.advance(Duration.ofSeconds(1));
        OwnKey next = rotate(Duration.ZERO);
        assertRefused(token, ErrorCode.TOKEN_REVOKED);
        verified(core.token(core.principal(next)));
    }

    @Test
    void finishingTheGraceEndsTheTokensOfThePreviousSecret() {
        String old = core.token(holder);
        core.clock.advance(Duration.ofSeconds(1));
        String young = core.token(core.principal(rotate(Duration.ofHours(24))));
        verified(old);

        core.rotator.finish(admin, key.keyId().value(), Core.origin());

        assertRefused(old, ErrorCode.TOKEN_REVOKED);
        verified(young);
    }

    @Test
    void tokenOfTheSecretBeforeThePreviousIsRevoked() {
        String token = core.token(holder);
        for (int i = 0; i < 2; i++) {
            core.clock.advance(Duration.ofSeconds(1));
            rotate(Duration.ofHours(24));
        }
        assertRefused(token, ErrorCode.TOKEN_REVOKED);
    }

    @Test
    void tokenOfASecretThatIsYetToComeIsRevoked() {
        assertRefused(sign(new JwtId(key.keyId(), 2, "0".repeat(32)), ScopeSet.parse("*")), ErrorCode.TOKEN_REVOKED);
        assertRefused(
                sign(new JwtId(key.keyId(), 999_999_999, "0".repeat(32)), ScopeSet.parse("*")),
                ErrorCode.TOKEN_REVOKED);
    }

    @ParameterizedTest
    @CsvSource({
        "chat:read chat:write, chat:read, chat:read",
        "chat:read, chat:read chat:write node:start, chat:read",
        "chat:*, chat:read, chat:read",
        "chat:read, chat:*, chat:read",
        "*, chat:* node:start, chat:* node:start",
        "chat:read, node:start, ''",
        "chat:read, *, chat:read",
    })
    void tokenMayWhatItSaysAndItsKeyMayNow(String ofToken, String ofKeyNow, String effective) {
        String token = core.mint(holder, asked(ofToken, 600));
        update(AskedChange.ofKey().scopes(ofKeyNow.split(" ")));
        assertThat(verified(token).principal().scopes()).hasToString(effective);
    }

    @Test
    void tokenCrossesOwnersOnlyWhereItSaysSoAndItsKeyMayStill() {
        Principal crossing = core.principal(core.issue(
                        admin,
                        Asked.forKey().role("admin").scopes("*", "owners:any").build())
                .key());
        Principal everything = verified(core.mint(crossing, asked("*", 600))).principal();
        assertThat(everything.onlyOwner()).contains(crossing.owner());
        String wide = core.mint(crossing, asked("* owners:any", 600));
        assertThat(verified(wide).principal().onlyOwner()).isEmpty();

        core.updater.update(
                admin,
                crossing.keyId().value(),
                AskedChange.ofKey().scopes("*").build(),
                new VersionCondition.Any(),
                Core.origin());

        assertThat(verified(wide).principal().onlyOwner()).contains(crossing.owner());
    }

    /** It is signed as ours are; who has the signing key has no more than the key that it names. */
    @Test
    void forgedTokenIsNoWiderThanItsKey() {
        Principal reader = core.principal(core.issue(admin, "acme", "chat:read"));
        String forged = sign(new JwtId(reader.keyId(), 1, "0".repeat(32)), ScopeSet.parse("* owners:any"));
        assertThat(verified(forged).principal().scopes()).hasToString("chat:read");
    }

    @Test
    void scopesThatHaveTwiceAsManyInCommonAreNoFailure() {
        String[] one = numbered("a:*", "b:x");
        String token = core.mint(holder, asked(String.join(" ", one), 600));
        update(AskedChange.ofKey().scopes(numbered("b:*", "a:x")));

        Principal principal = verified(token).principal();

        assertThat(principal.scopes().scopes()).hasSize(98);
        assertThat(Principal.fromContext(principal.toContext())).isEqualTo(principal);
    }

    @Test
    void keysOutOfReachAreAnOutageAndNoVerdict() {
        String token = core.token(holder);
        core.secretSource.cutOff();
        core.clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> core.verify(token)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void switchedOffJwtsAreMalformedAndCostNoCall() {
        Core off = new Core(Map.of("keysmith.jwt", "off"));
        Principal offAdmin = off.admin();
        String token = off.signingKey.sign(claims(new JwtId(offAdmin.keyId(), 1, "0".repeat(32)), ScopeSet.parse("*")));
        off.calls.take();
        assertThat(off.verify(token)).isEqualTo(new Verification.Refused(ErrorCode.CREDENTIAL_MALFORMED));
        assertThat(off.calls.take()).isEmpty();
    }

    /** Else who can import keys could take a JWT's place, or have a bad one let in. */
    @Test
    void whatLooksLikeAJwtIsJudgedAsOneThoughAnImportPatternMatchesIt() {
        Map<String, Object> anything = Map.of("keysmith.import-patterns", "[\\w.-]{1,5000}");
        Core on = new Core(anything);
        on.admin();
        on.calls.take();
        assertThat(on.verify("eyJhbGciOiJub25lIn0.e30.")).isEqualTo(new Verification.Refused(ErrorCode.TOKEN_INVALID));
        assertThat(on.calls.take()).isEmpty();

        Core off = new Core(Map.of("keysmith.import-patterns", "[\\w.-]{1,5000}", "keysmith.jwt", "off"));
        off.admin();
        off.calls.take();
        assertThat(off.verify("eyJhbGciOiJub25lIn0.e30.")).isEqualTo(new Verification.Refused(ErrorCode.KEY_UNKNOWN));
        assertThat(off.calls.take()).containsExactly("GetItem");
    }

    private static String[] numbered(String wildcard, String numbered) {
        String[] scopes = new String[ScopeSet.MAX_SIZE];
        scopes[0] = wildcard;
        for (int i = 1; i < scopes.length; i++) {
            scopes[i] = numbered + i;
        }
        return scopes;
    }

    private OwnKey rotate(Duration grace) {
        var result = core.rotator.rotate(
                admin,
                new RotateKeyCommand(key.keyId().value(), grace, core.clock.instant(), Optional.empty()),
                Core.origin());
        return ((IssueResult.Issued) result).issued().key();
    }

    private void update(AskedChange asked) {
        assertThat(core.updater.update(
                        admin, key.keyId().value(), asked.build(), new VersionCondition.Any(), Core.origin()))
                .isInstanceOf(UpdateResult.Updated.class);
    }

    private String sign(JwtId id, ScopeSet scope) {
        return core.signingKey.sign(claims(id, scope));
    }

    private JwtClaims claims(JwtId id, ScopeSet scope) {
        Instant now = core.clock.instant();
        return new JwtClaims(Core.ISSUER, List.of(Core.AUDIENCE), id, now, now.plus(HOUR), Optional.of(scope));
    }

    private static RequestedToken asked(String scope, int seconds) {
        return new RequestedToken(Optional.of(scope), Optional.of(seconds), Optional.empty());
    }

    private Verification.Verified verified(String token) {
        return (Verification.Verified) core.verify(token);
    }

    private void assertRefused(String token, ErrorCode code) {
        assertThat(core.verify(token)).isEqualTo(new Verification.Refused(code));
    }
}
