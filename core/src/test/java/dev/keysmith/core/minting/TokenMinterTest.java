package dev.keysmith.core.minting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.core.token.JwtShape;
import dev.keysmith.core.token.JwtSigner;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMinterTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final OwnKey key = core.issue(
                    admin, Asked.forKey().scopes("chat:*", "node:start").build())
            .key();
    private final Principal holder = core.principal(key);

    @Test
    void tokenHasAllThatItsKeyHasForAnHourWhereNothingIsAskedFor() {
        MintResult.Minted minted = minted(holder, Asking.nothing());

        assertThat(minted.lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(minted.scope()).hasToString("chat:* node:start");
        assertThat(minted).hasToString("Minted[chat:* node:start]");
        JwtClaims claims = claims(minted);
        assertThat(claims.issuer()).isEqualTo(Core.ISSUER);
        assertThat(claims.audience()).containsExactly(Core.AUDIENCE);
        assertThat(claims.id().keyId()).isEqualTo(key.keyId());
        assertThat(claims.id().generation()).isEqualTo(1);
        assertThat(claims.issuedAt()).isEqualTo(core.clock.instant());
        assertThat(claims.expiresAt()).isEqualTo(core.clock.instant().plus(Duration.ofHours(1)));
        assertThat(claims.scope()).contains(minted.scope());
    }

    @Test
    void mintingCallsNobody() {
        core.token(holder);
        core.calls.take();
        int fetches = core.secretSource.calls();
        core.token(holder);
        assertThat(core.calls.take()).isEmpty();
        assertThat(core.secretSource.calls()).isEqualTo(fetches);
    }

    @Test
    void noTwoTokensAreTheSame() {
        assertThat(Stream.generate(
                                () -> claims(minted(holder, Asking.nothing())).id())
                        .limit(20))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "chat:read, chat:read",
        "' chat:write   chat:read ', chat:read chat:write",
        "chat:*, chat:*",
        "chat:read chat:read node:start, chat:read node:start",
    })
    void tokenMayAPartOfWhatItsKeyMay(String asked, String scope) {
        MintResult.Minted minted = minted(holder, Asking.scope(asked));
        assertThat(minted.scope()).hasToString(scope);
        assertThat(claims(minted).scope().orElseThrow()).hasToString(scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "node:*", "node:stop", "chat:read keys:issue", "owners:any", "chat:* owners:any"})
    void scopeThatTheKeyLacksExceedsItsOwn(String scope) {
        assertRefused(holder, Asking.scope(scope), ErrorCode.GRANT_EXCEEDS_OWN, "/scope");
    }

    @Test
    void everythingDoesNotCrossOwners() {
        Principal everything = core.principal(
                core.issue(admin, Asked.forKey().role("admin").scopes("*").build())
                        .key());
        assertRefused(everything, Asking.scope("owners:any"), ErrorCode.GRANT_EXCEEDS_OWN, "/scope");
        assertRefused(everything, Asking.scope("* owners:any"), ErrorCode.GRANT_EXCEEDS_OWN, "/scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "chat", "chat:read,chat:write", "chat:read\tnode:start", "CHAT:READ", "é"})
    void whatIsNoScopeIsInvalid(String scope) {
        assertRefused(holder, Asking.scope(scope), ErrorCode.REQUEST_INVALID, "/scope");
    }

    @Test
    void moreScopesThanAKeyMayHaveAreInvalid() {
        assertRefused(holder, Asking.scope("chat:read ".repeat(51)), ErrorCode.REQUEST_INVALID, "/scope");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 3600})
    void lifetimeIsUpToAnHour(int seconds) {
        MintResult.Minted minted = minted(holder, Asking.seconds(seconds));
        assertThat(minted.lifetime()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(core.verify(minted.accessToken())).isInstanceOf(Verification.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3601, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void otherLifetimesAreInvalid(int seconds) {
        assertRefused(holder, Asking.seconds(seconds), ErrorCode.REQUEST_INVALID, "/expires_in_seconds");
    }

    @Test
    void audienceIsOneOfTheDeployments() {
        assertThat(claims(minted(holder, Asking.audience("other-audience"))).audience())
                .containsExactly("other-audience");
        for (String foreign : new String[] {"", "somebody-else", "our-api other-audience", "OUR-API", "our-api "}) {
            assertRefused(holder, Asking.audience(foreign), ErrorCode.REQUEST_INVALID, "/audience");
        }
    }

    @Test
    void allThatIsWrongIsNamed() {
        RequestedToken asked = new RequestedToken(Optional.of("x"), Optional.of(0), Optional.of("y"));
        MintResult.Refused refused = (MintResult.Refused) core.minter.mint(holder, asked);
        assertThat(refused.errors())
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/scope", "/expires_in_seconds", "/audience");
    }

    @Test
    void tokenEndsNoLaterThanItsKey() {
        Instant end = core.clock.instant().plusMillis(90_500);
        OwnKey ending = core.issue(admin, Asked.forKey().expiresAt(end).build()).key();

        MintResult.Minted minted = minted(core.principal(ending), Asking.nothing());

        assertThat(minted.lifetime()).isEqualTo(Duration.ofSeconds(90));
        assertThat(claims(minted).expiresAt()).isEqualTo(end.minusMillis(500));
        // Then there is no whole second left.
        core.clock.advance(Duration.ofSeconds(90));
        assertRefused(core.principal(ending), Asking.nothing(), ErrorCode.CONFLICT);
    }

    @Test
    void tokenMintsNothing() {
        Principal token = core.principal(core.token(holder));
        assertRefused(token, Asking.nothing(), ErrorCode.SCOPE_INSUFFICIENT);
        Principal everything = core.principal(core.token(admin));
        assertRefused(everything, Asking.scope("chat:read"), ErrorCode.SCOPE_INSUFFICIENT);
    }

    @Test
    void keyInJwtFormMintsLikeAnyOther() {
        OwnKey signed = core.issue(admin, Asked.forKey().format("jwt").build()).key();
        String token = core.token(core.principal(signed));
        assertThat(core.principal(token).keyId()).isEqualTo(signed.keyId());
    }

    @Test
    void switchedOffThereIsNothingToMint() {
        Core off = new Core(Map.of("keysmith.jwt", "off"));
        assertThat(off.minter.mint(off.admin(), Asking.nothing()))
                .isEqualTo(new MintResult.Refused(ErrorCode.NOT_FOUND, List.of()));
    }

    @Test
    void tokenThatWouldBeTooLongToBeReadIsRefused() {
        TokenMinter longOnes = minter(_ -> "x".repeat(JwtShape.MAX_LENGTH + 1));
        MintResult.Refused refused = (MintResult.Refused) longOnes.mint(holder, Asking.nothing());
        assertThat(refused.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/scope");
        assertThat(minter(_ -> "x".repeat(JwtShape.MAX_LENGTH)).mint(holder, Asking.nothing()))
                .isInstanceOf(MintResult.Minted.class);
    }

    @Test
    void withoutASigningKeyItIsAnOutage() {
        TokenMinter cutOff = minter(_ -> {
            throw new UnavailableException("cut off");
        });
        assertThatThrownBy(() -> cutOff.mint(holder, Asking.nothing())).isInstanceOf(UnavailableException.class);
    }

    private TokenMinter minter(JwtSigner signer) {
        JwtSettings settings = new JwtSettings(new Settings(
                new MapPropertyResolver(Map.of("keysmith.issuer", Core.ISSUER, "keysmith.audiences", Core.AUDIENCE))));
        return new TokenMinter(signer, settings, core.clock, core.random);
    }

    private MintResult.Minted minted(Principal by, RequestedToken asked) {
        return (MintResult.Minted) core.minter.mint(by, asked);
    }

    private void assertRefused(Principal by, RequestedToken asked, ErrorCode code, String... pointers) {
        MintResult.Refused refused = (MintResult.Refused) core.minter.mint(by, asked);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly(pointers);
    }

    private JwtClaims claims(MintResult.Minted minted) {
        return ((Verification.Verified) core.verify(minted.accessToken()))
                .token()
                .orElseThrow();
    }

    /** What is asked for. */
    private static final class Asking {

        static RequestedToken nothing() {
            return new RequestedToken(Optional.empty(), Optional.empty(), Optional.empty());
        }

        static RequestedToken scope(String scope) {
            return new RequestedToken(Optional.of(scope), Optional.empty(), Optional.empty());
        }

        static RequestedToken seconds(int seconds) {
            return new RequestedToken(Optional.empty(), Optional.of(seconds), Optional.empty());
        }

        static RequestedToken audience(String audience) {
            return new RequestedToken(Optional.empty(), Optional.empty(), Optional.of(audience));
        }
    }
}
