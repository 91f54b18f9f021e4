package dev.keysmith.core.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who rotates a key learns its secret: nobody gets more by that than it has. */
class RotationEscalationTest {

    /** The target's: the scopes of its role {@code basic}, and its lifetime, rate and environment. */
    private static final String[] ENOUGH = {"keys:rotate", "chat:read", "chat:write"};

    private final Core core = new Core();
    private final Principal admin = core.admin();

    @Test
    void whoHasAllThatTheKeyHasMayRotateIt() {
        assertThat(rotate(rotator(enough()), target(basic()))).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void scopesThatTheRotatorLacks() {
        assertExceeds(rotator(enough()), target(Asked.forKey().scopes("chat:read", "node:start")));
        assertExceeds(rotator(enough()), target(Asked.forKey().scopes("chat:*")));
        assertExceeds(rotator(enough()), target(Asked.forKey().scopes("owners:any")));
        assertExceeds(
                rotator(Asked.forKey().role("admin").scopes("*")),
                target(Asked.forKey().scopes("owners:any")));
    }

    @Test
    void roleWhoseScopesTheRotatorLacks() {
        assertExceeds(
                rotator(enough()),
                target(basic().role("contributor").scopes("chat:read").expiresInDays(7)));
    }

    @Test
    void roleThatTheDeploymentNoLongerKnowsStandsForEverything() {
        String known = """
                {"name": "basic", "scopes": ["chat:read"], "lifetime": "P7D"},
                {"name": "admin", "scopes": ["*"], "lifetime": "P365D"}""";
        String gone = """
                {"name": "gone", "scopes": ["chat:read"], "lifetime": "P1D"}""";
        Core before = new Core(Map.of("keysmith.roles", "[" + known + "," + gone + "]"));
        Principal owner = before.admin();
        OwnKey target = before.issue(owner, Asked.forKey().role("gone").build()).key();
        Principal rotator = before.principal(
                before.issue(owner, enough().scopes("keys:rotate", "chat:*").build())
                        .key());
        KeyRotator after = new KeyRotator(
                before.mint,
                before.replacer,
                before.keys,
                new Roles(new Settings(new MapPropertyResolver(Map.of("keysmith.roles", "[" + known + "]")))),
                before.clock);

        assertThat(after.rotate(rotator, command(before, target), Core.origin()))
                .isEqualTo(new IssueResult.Refused(ErrorCode.GRANT_EXCEEDS_OWN));
        assertThat(before.rotator.rotate(rotator, command(before, target), Core.origin()))
                .isInstanceOf(IssueResult.Issued.class);
        before.clock.advance(Duration.ofMillis(1));
        assertThat(after.rotate(owner, command(before, target), Core.origin())).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void longerLifetimeThanTheRotators() {
        assertExceeds(rotator(enough().expiresInDays(6)), target(basic()));
        assertThat(rotate(rotator(enough().expiresInDays(7)), target(basic()))).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void longerLifeByRefreshesThanTheRotators() {
        Instant now = core.clock.instant();
        Asked week = enough().expiresInDays(7);

        assertExceeds(rotator(week.maxExpiresAt(now.plus(Duration.ofDays(27)))), target(basic()));
        assertThat(rotate(rotator(week.maxExpiresAt(now.plus(Duration.ofDays(28)))), target(basic())))
                .isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void longerLifetimeByOneRefreshThanTheRotators() {
        Principal issuer =
                rotator(basic().scopes("keys:issue", "keys:rotate", "chat:*").expiresInDays(2));
        // Given by who has two days itself, so that no refresh gives more than two days.
        Principal limited = core.principal(
                core.issue(issuer, basic().scopes(ENOUGH).expiresInDays(2).build())
                        .key());
        IssuedKey target = target(basic().expiresInDays(2));
        assertThat(limited.validity().refreshLifetime()).isEqualTo(Duration.ofDays(2));
        assertThat(target.metadata().validity().refreshLifetime()).isEqualTo(Duration.ofDays(7));

        assertExceeds(limited, target);
        assertThat(rotate(issuer, target)).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void higherRateThanTheRotators() {
        assertExceeds(rotator(enough().rate(999, 3_600)), target(basic()));
        assertExceeds(rotator(enough().rate(1_000, 3_601)), target(basic()));
        assertThat(rotate(rotator(enough().rate(1_000, 3_600)), target(basic())))
                .isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void liveKeyForARotatorOfEnvironmentTest() {
        Principal test = rotator(enough().environment("test"));
        assertExceeds(test, target(basic()));
        assertThat(rotate(test, target(basic().environment("test")))).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void holderOfEverythingIsBoundByNeitherLifetimeNorRateButByOwnersAny() {
        Principal everything = rotator(
                Asked.forKey().role("admin").scopes("*").expiresInDays(1).rate(1, 3_600));
        assertThat(rotate(everything, target(Asked.forKey().role("admin").scopes("chat:read"))))
                .isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void keyThatRotatesItselfIsBoundByNothing() {
        IssuedKey self = target(basic().role("contributor").scopes("keys:rotate"));
        assertThat(rotate(core.principal(self.key()), self)).isInstanceOf(IssueResult.Issued.class);
    }

    private static Asked basic() {
        return Asked.forKey();
    }

    private static Asked enough() {
        return Asked.forKey().role("admin").scopes(ENOUGH);
    }

    private Principal rotator(Asked asked) {
        return core.principal(core.issue(admin, asked.build()).key());
    }

    private IssuedKey target(Asked asked) {
        return core.issue(admin, asked.build());
    }

    private void assertExceeds(Principal rotator, IssuedKey target) {
        assertThat(rotate(rotator, target)).isEqualTo(new IssueResult.Refused(ErrorCode.GRANT_EXCEEDS_OWN));
        assertThat(core.keys.find(target.key().keyId()).orElseThrow().metadata())
                .isEqualTo(target.metadata());
    }

    private IssueResult rotate(Principal rotator, IssuedKey target) {
        return core.rotator.rotate(rotator, command(core, target.key()), Core.origin());
    }

    private static RotateKeyCommand command(Core core, OwnKey target) {
        return new RotateKeyCommand(target.keyId().value(), Duration.ZERO, core.clock.instant(), Optional.empty());
    }
}
