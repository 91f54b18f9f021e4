package dev.keysmith.core.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.TokenDenials;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenRevokerTest {

    private static final Verification REVOKED = new Verification.Refused(ErrorCode.TOKEN_REVOKED);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final OwnKey key = core.issue(admin, "root", "chat:read");
    private final Principal holder = core.principal(key);

    @Test
    void revokingIsOneReadAndOneWriteAndTheNextVerificationRefuses() {
        String token = core.token(holder);
        String other = core.token(holder);
        core.calls.take();

        revoke(token);

        assertThat(core.calls.take()).containsExactly("GetItem", "PutItem");
        assertThat(core.verify(token)).isEqualTo(REVOKED);
        assertThat(core.calls.take()).containsExactly("GetItem");
        assertGood(other);
        assertGood(key.reveal());
    }

    @Test
    void revokingAgainWritesNothing() {
        String token = core.token(holder);
        revoke(token);
        long version = version();
        core.calls.take();
        revoke(token);
        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(version()).isEqualTo(version);
    }

    @Test
    void whatIsNoGoodTokenChangesNothing() {
        String token = core.token(holder);
        long version = version();
        core.calls.take();

        revoke(token.substring(0, token.length() - 4) + "AAAA");
        revoke(token + "=");
        core.clock.advance(Duration.ofHours(1).plusSeconds(5));
        revoke(token);

        assertThat(core.calls.take()).isEmpty();
        assertThat(version()).isEqualTo(version);
    }

    @Test
    void tokenOfARevokedOrDeletedKeyNeedsNothing() {
        String token = core.token(holder);
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());
        core.calls.take();
        revoke(token);
        assertThat(core.calls.take()).containsExactly("GetItem");
        core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin());
        core.calls.take();
        revoke(token);
        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(core.verify(token)).isEqualTo(REVOKED);
    }

    @Test
    void denialOutlivesEveryOtherChangeOfTheKey() {
        String token = core.token(holder);
        revoke(token);
        core.clock.advance(Duration.ofSeconds(1));
        core.updater.update(
                admin,
                key.keyId().value(),
                AskedChange.ofKey().scopes("chat:*").build(),
                new VersionCondition.Any(),
                Core.origin());
        assertThat(core.verify(token)).isEqualTo(REVOKED);
        assertThat(rotate()).isInstanceOf(IssueResult.Issued.class);
        assertThat(core.verify(token)).isEqualTo(REVOKED);
    }

    @Test
    void denialOutlivesARefresh() {
        core.clock.advance(Duration.ofDays(7).minus(Duration.ofHours(2)));
        String token = core.token(holder);
        revoke(token);
        core.refresher.refresh(core.principal(key), Core.origin(), Optional.empty());
        assertThat(core.verify(token)).isEqualTo(REVOKED);
    }

    @Test
    void oneMoreThanThereIsRoomForRevokesAllThatAreOlder() {
        List<String> tokens = Stream.generate(() -> core.token(holder))
                .limit(TokenDenials.MAX_SIZE + 1)
                .toList();
        String unnamed = core.token(holder);
        tokens.subList(0, TokenDenials.MAX_SIZE).forEach(this::revoke);
        assertGood(tokens.getLast());
        assertGood(unnamed);

        revoke(tokens.getLast());

        assertThat(tokens).allSatisfy(token -> assertThat(core.verify(token)).isEqualTo(REVOKED));
        assertThat(core.verify(unnamed)).isEqualTo(REVOKED);
        assertGood(key.reveal());
        core.clock.advance(Duration.ofSeconds(6));
        assertGood(core.token(holder));
    }

    /** Minted where the clock is ahead as far as one may be. */
    @Test
    void tokenOfTheNearFutureIsRevokedToo() {
        for (int i = 0; i < TokenDenials.MAX_SIZE; i++) {
            revoke(core.token(holder));
        }
        Instant ahead = core.clock.instant().plusSeconds(5);
        String token = core.signingKey.sign(new JwtClaims(
                Core.ISSUER,
                List.of(Core.AUDIENCE),
                JwtId.ofToken(key.keyId(), 1, core.random),
                ahead,
                ahead.plusSeconds(600),
                Optional.of(holder.scopes())));
        assertGood(token);
        revoke(token);
        assertThat(core.verify(token)).isEqualTo(REVOKED);
    }

    @Test
    void manyTokensOfOneKeyAreRevokedAtOnce() throws Exception {
        List<String> tokens =
                Stream.generate(() -> core.token(holder)).limit(20).toList();

        Race.run(tokens.stream().map(this::revocation).toList());

        assertThat(tokens).allSatisfy(token -> assertThat(core.verify(token)).isEqualTo(REVOKED));
        assertGood(core.token(holder));
    }

    @Test
    void revokingWhileTheKeyIsRotatedLosesNeither() throws Exception {
        List<String> tokens = Stream.generate(() -> core.token(holder)).limit(5).toList();
        core.clock.advance(Duration.ofSeconds(1));
        List<Callable<Object>> tasks = new ArrayList<>();
        tokens.forEach(token -> tasks.add(revocation(token)));
        tasks.add(this::rotate);

        Object rotated = Race.run(tasks).getLast();

        assertThat(tokens).allSatisfy(token -> assertThat(core.verify(token)).isEqualTo(REVOKED));
        if (rotated instanceof IssueResult.Issued(var issued)) {
            assertGood(issued.key().reveal());
        } else {
            assertThat(rotated).isEqualTo(new IssueResult.Refused(ErrorCode.CONFLICT));
        }
        assertGood(key.reveal());
    }

    @Test
    void revokingWhileTheKeyIsRevokedRevivesNothing() throws Exception {
        List<String> tokens = Stream.generate(() -> core.token(holder)).limit(5).toList();
        List<Callable<Object>> tasks = new ArrayList<>();
        tokens.forEach(token -> tasks.add(revocation(token)));
        tasks.add(() -> core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin()));

        Race.run(tasks);

        assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
        assertThat(tokens).allSatisfy(token -> assertThat(core.verify(token)).isEqualTo(REVOKED));
    }

    private Callable<Object> revocation(String token) {
        return () -> {
            revoke(token);
            return token;
        };
    }

    private void revoke(String token) {
        core.revoker.revokePresented(token, Core.origin());
    }

    private IssueResult rotate() {
        return core.rotator.rotate(
                admin,
                new RotateKeyCommand(key.keyId().value(), Duration.ofHours(1), core.clock.instant(), Optional.empty()),
                Core.origin());
    }

    private long version() {
        return core.keys.find(key.keyId()).orElseThrow().metadata().version();
    }

    private void assertGood(String credential) {
        assertThat(core.verify(credential)).isInstanceOf(Verification.Verified.class);
    }
}
