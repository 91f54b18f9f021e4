package dev.keysmith.core.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIssuerTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();

    @Test
    void issuedKeyWorksAndHasTheRolesDefaults() {
        IssuedKey issued = issued(admin, command().build());

        ApiKeyMetadata key = issued.metadata();
        assertThat(((Verification.Verified) core.verify(issued.key().reveal())).key())
                .isEqualTo(key);
        assertThat(key.owner()).isEqualTo(admin.owner());
        assertThat(key.role().value()).isEqualTo("basic");
        assertThat(key.scopes()).hasToString("chat:read chat:write");
        assertThat(key.environment().wireName()).isEqualTo("live");
        assertThat(key.validity().lifetime()).isEqualTo(Duration.ofDays(7));
        assertThat(key.limits().rate().orElseThrow().requests()).isEqualTo(1_000);
        assertThat(key.issuedBy()).contains(admin.keyId());
    }

    @Test
    void issuingIsTwoWritesAndNothingElse() {
        core.calls.take();
        issued(admin, command().build());
        assertThat(core.calls.take()).containsExactly("UpdateItem", "PutItem");
    }

    @Test
    void whatIsAskedForReplacesTheDefaults() {
        ApiKeyMetadata key = issued(
                        admin,
                        command()
                                .owner("acme")
                                .role("Node-Operator")
                                .scopes("node:start")
                                .environment("test")
                                .expiresInDays(3)
                                .rate(5, 10)
                                .build())
                .metadata();
        assertThat(key.owner().value()).isEqualTo("acme");
        assertThat(key.role().value()).isEqualTo("node_operator");
        assertThat(key.scopes()).hasToString("node:start");
        assertThat(key.environment().wireName()).isEqualTo("test");
        assertThat(key.validity().lifetime()).isEqualTo(Duration.ofDays(3));
        assertThat(key.limits().rate().orElseThrow().window()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyInvalidFieldIsNamedAtOnce() {
        assertThat(refused(
                        admin,
                        command()
                                .owner("no owner")
                                .role("emperor")
                                .scopes("chat:read", "bad scope")
                                .environment("prod")
                                .rate(0, 1)
                                .build()))
                .isEqualTo(ErrorCode.REQUEST_INVALID)
                .satisfies(ignored -> assertThat(lastPointers)
                        .containsExactly("/owner", "/environment", "/role", "/scopes/1", "/rate_limit/requests"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 8, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void lifetimeOutsideTheRolesBoundsIsInvalid(int days) {
        assertThat(refused(admin, command().expiresInDays(days).build())).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(lastPointers).containsExactly("/expires_in_days");
    }

    @Test
    void expiryInThePastBeyondTheRoleOrGivenTwiceIsInvalid() {
        Instant now = core.clock.instant();
        for (Instant end : List.of(now, now.minusSeconds(1), now.plus(Duration.ofDays(8)), Instant.MAX, Instant.MIN)) {
            assertThat(refused(admin, command().expiresAt(end).build())).isEqualTo(ErrorCode.REQUEST_INVALID);
            assertThat(lastPointers).containsExactly("/expires_at");
        }
        refused(admin, command().expiresAt(now.plusSeconds(60)).expiresInDays(1).build());
        assertThat(lastPointers).containsExactly("/expires_at");
    }

    @Test
    void limitsAreInclusive() {
        Instant now = core.clock.instant();
        issued(admin, command().expiresAt(now.plus(Duration.ofDays(7))).build());
        issued(admin, command().expiresAt(now.plusMillis(1)).build());
        issued(admin, command().rate(10_000_000, 2_592_000).build());
        issued(admin, command().rate(1, 1).build());
        for (RequestedGrant beyond : List.of(
                command().expiresAt(now.plus(Duration.ofDays(7)).plusMillis(1)).build(),
                command().rate(10_000_001, 1).build(),
                command().rate(1, 2_592_001).build(),
                command().rate(1, 0).build())) {
            assertThat(refused(admin, beyond)).isEqualTo(ErrorCode.REQUEST_INVALID);
        }
    }

    @Test
    void expiryThatIsAskedForIsTheExpiryInMilliseconds() {
        Instant end = core.clock.instant().plusSeconds(60).plusNanos(1_999_999);
        assertThat(issued(admin, command().expiresAt(end).build()).metadata().expiresAt())
                .isEqualTo(core.clock.instant().plusSeconds(60).plusMillis(1));
    }

    @Test
    void keyHasAtMostFiftyScopes() {
        String[] fifty = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> "chat:action" + i)
                .toArray(String[]::new);
        String[] more = java.util.Arrays.copyOf(fifty, 51);
        more[50] = "chat:one_more";
        issued(admin, command().scopes(fifty).build());
        assertThat(refused(admin, command().scopes(more).build())).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(lastPointers).containsExactly("/scopes");
    }

    @Test
    void nobodyGivesScopesItLacks() {
        Principal issuer = issuerWith("keys:issue", "chat:read", "chat:write");
        issued(issuer, command().build());
        issued(issuer, command().scopes("chat:read").build());

        for (String scope : List.of("chat:*", "*", "node:start", "keys:*", "owners:any")) {
            assertThat(refused(issuer, command().scopes("chat:read", scope).build()))
                    .as(scope)
                    .isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
            assertThat(lastPointers).containsExactly("/scopes/1");
        }
    }

    @Test
    void nobodyGivesARoleWhoseScopesItLacks() {
        Principal issuer = issuerWith("keys:issue", "chat:read", "chat:write");
        assertThat(refused(
                        issuer,
                        command()
                                .role("admin")
                                .scopes("chat:read")
                                .expiresInDays(1)
                                .rate(1, 60)
                                .build()))
                .isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(lastPointers).containsExactly("/role");
    }

    @Test
    void holderOfEverythingDoesNotCrossOwners() {
        Principal everything = issuerWith("*");
        assertThat(refused(everything, command().owner("acme").build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(lastPointers).containsExactly("/owner");
        assertThat(refused(everything, command().scopes("owners:any").build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
    }

    @Test
    void nobodyGivesALongerLifetimeThanItsOwnThoughItMayEndLater() {
        Principal issuer = principal(command()
                .role("admin")
                .scopes("keys:issue", "chat:*")
                .expiresInDays(3)
                .build());
        core.clock.advance(Duration.ofDays(2));

        issued(issuer, command().expiresInDays(3).build());
        assertThat(refused(issuer, command().expiresInDays(4).build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(lastPointers).containsExactly("/expires_in_days");
        Instant beyond = core.clock.instant().plus(Duration.ofDays(4));
        assertThat(refused(issuer, command().expiresAt(beyond).build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(lastPointers).containsExactly("/expires_at");
        assertThat(refused(issuer, command().build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
    }

    @Test
    void issuerThatWasGivenLongerThanARefreshGivesMayGiveKeysThatAreRefreshedForAsLong() {
        Core longer = new Core(Map.of("keysmith.roles", """
                [{"name": "basic", "scopes": ["chat:read"], "lifetime": "P7D", "max_lifetime": "P30D"},
                 {"name": "long", "scopes": ["chat:read"], "lifetime": "P20D"},
                 {"name": "admin", "scopes": ["*"], "lifetime": "P365D"}]"""));
        Principal issuer = longer.principal(longer.issue(
                        longer.admin(),
                        command()
                                .scopes("keys:issue", "chat:read")
                                .expiresInDays(30)
                                .build())
                .key());
        assertThat(issuer.validity().refreshLifetime()).isEqualTo(Duration.ofDays(7));

        assertThat(longer.issue(issuer, command().role("long").build())
                        .metadata()
                        .validity()
                        .refreshLifetime())
                .isEqualTo(Duration.ofDays(20));
    }

    @Test
    void nobodyGivesAHigherRateThanItsOwn() {
        Principal issuer = principal(command()
                .role("admin")
                .scopes("keys:issue", "chat:*", "node:*")
                .rate(1_000, 3_600)
                .build());

        issued(issuer, command().build());
        for (RequestedGrant more : List.of(
                command().rate(1_001, 3_600).build(),
                command().rate(10, 1).build(),
                command().role("node_operator").build())) {
            assertThat(refused(issuer, more)).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
            assertThat(lastPointers).containsExactly("/rate_limit");
        }
    }

    @Test
    void testKeyIssuesNoLiveKey() {
        Principal issuer = principal(command().role("admin").environment("test").build());
        assertThat(refused(issuer, command().build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(lastPointers).containsExactly("/environment");
        issued(issuer, command().environment("test").build());
    }

    @Test
    void ownerHasAtMostTheConfiguredKeysAlsoUnderConcurrency() throws Exception {
        Core bounded = new Core(Map.of("keysmith.keys-per-owner", "5"));
        Principal boundedAdmin = bounded.admin();
        List<Future<IssueResult>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                results.add(threads.submit(() -> bounded.issuer.issue(
                        boundedAdmin, command().owner("acme").build(), Core.origin(), Optional.empty())));
            }
        }
        int made = 0;
        for (Future<IssueResult> result : results) {
            switch (result.get()) {
                case IssueResult.Issued _ -> made++;
                case IssueResult.Replayed _ -> throw new AssertionError("replayed");
                case IssueResult.Refused refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            }
        }
        assertThat(made).isEqualTo(5);
    }

    @Test
    void withoutAPepperNothingIsWritten() {
        core.secretSource.cutOff();
        core.clock.advance(Duration.ofHours(2));
        core.calls.take();
        assertThatThrownBy(() -> core.issuer.issue(admin, command().build(), Core.ORIGIN, Optional.empty()))
                .isInstanceOf(UnavailableException.class);
        assertThat(core.calls.take()).isEmpty();
    }

    private List<String> lastPointers = List.of();

    private Principal issuerWith(String... scopes) {
        return principal(command().role("admin").scopes(scopes).build());
    }

    private Principal principal(RequestedGrant command) {
        return core.principal(issued(admin, command).key());
    }

    private IssuedKey issued(Principal issuer, RequestedGrant command) {
        return core.issue(issuer, command);
    }

    private ErrorCode refused(Principal issuer, RequestedGrant command) {
        return switch (core.issuer.issue(issuer, command, Core.ORIGIN, Optional.empty())) {
            case IssueResult.Issued issued -> throw new AssertionError(issued.toString());
            case IssueResult.Replayed _ -> throw new AssertionError("replayed");
            case IssueResult.Refused refused -> {
                lastPointers =
                        refused.errors().stream().map(FieldError::pointer).toList();
                yield refused.code();
            }
        };
    }

    private static Asked command() {
        return Asked.forKey();
    }
}
