package dev.keysmith.core.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.access.Limits;
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
import java.util.stream.IntStream;
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
    void nobodyGivesAHigherQuotaThanItsOwn() {
        Principal issuer = principal(command()
                .role("admin")
                .scopes("keys:issue", "chat:*")
                .quota(1_000)
                .build());

        assertThat(issued(issuer, command().quota(1_000).build())
                        .metadata()
                        .limits()
                        .quota())
                .hasValue(1_000);
        for (RequestedGrant more :
                List.of(command().quota(1_001).build(), command().build())) {
            assertThat(refused(issuer, more)).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
            assertThat(lastPointers).containsExactly("/quota");
        }
        assertThat(issued(admin, command().quota(Limits.MAX_QUOTA).build())
                        .metadata()
                        .limits()
                        .quota())
                .hasValue(Limits.MAX_QUOTA);
    }

    @Test
    void holderOfEverythingMayExceedItsQuotaButNotItsNetworks() {
        Principal issuer = principal(command()
                .role("admin")
                .scopes("*")
                .quota(1)
                .networks("192.0.2.0/24")
                .build());

        issued(issuer, command().quota(2).build());
        assertThat(refused(issuer, command().networks().build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(lastPointers).containsExactly("/allowed_networks");
    }

    @Test
    void boundIssuerGivesItsOwnNetworksOrNarrowerOnes() {
        Principal issuer = principal(command()
                .role("admin")
                .scopes("keys:issue", "chat:*")
                .networks("192.0.2.0/24", "2001:db8::/32")
                .build());

        assertThat(networks(issuer, command())).containsExactly("192.0.2.0/24", "2001:db8::/32");
        assertThat(networks(issuer, command().networks("2001:DB8::7/128"))).containsExactly("2001:db8::7/128");
        for (String more : List.of("192.0.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "::/0")) {
            assertThat(refused(issuer, command().networks(more).build()))
                    .as(more)
                    .isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        }
        // What a bound key issued is bound as well, and so on.
        Principal child = core.principal(
                issued(issuer, command().scopes("keys:issue").build()).key());
        assertThat(refused(child, command().scopes().networks().build())).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
    }

    @Test
    void tokenOfABoundKeyGivesNoMoreThanTheKey() {
        IssuedKey key = issued(
                admin,
                command().role("admin").scopes("*").networks("192.0.2.0/24").build());
        Principal token = core.principal(core.token(core.principal(key.key())));
        Instant end = core.clock.instant().plusSeconds(60);

        RequestedGrant any =
                command().scopes().networks().expiresAt(end).maxExpiresAt(end).build();
        assertThat(refused(token, any)).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);
        assertThat(lastPointers).contains("/allowed_networks");
    }

    @Test
    void networksThatAreNotInOrderAreNamedByTheirIndex() {
        assertInvalid(command().networks("192.0.2.1", "10.0.0.0/8"), "/allowed_networks/0");
        assertInvalid(command().networks("10.0.0.0/8", "10.0.0.1/8"), "/allowed_networks/1");
        assertInvalid(command().networks("10.0.0.0/8", "10.0.0.0/8"), "/allowed_networks/1");
        assertInvalid(command().networks("10.1.0.0/16", "192.0.2.0/24", "10.0.0.0/8"), "/allowed_networks/2");
        assertInvalid(command().networks("10.0.0.0/8", "::ffff:10.0.0.0/104"), "/allowed_networks/1");
        assertInvalid(command().networks("", "localhost/8"), "/allowed_networks/0", "/allowed_networks/1");
        assertInvalid(command().networks(many(21)), "/allowed_networks");
        assertThat(networks(admin, command().networks(many(20)))).hasSize(20);
        assertThat(networks(admin, command().networks("0.0.0.0/0", "::/0"))).containsExactly("0.0.0.0/0", "::/0");
        assertThat(networks(admin, command().networks())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Limits.MAX_QUOTA + 1, Long.MAX_VALUE})
    void quotaOutsideItsBoundsIsInvalid(long quota) {
        assertInvalid(command().quota(quota), "/quota");
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

    private List<String> networks(Principal issuer, Asked asked) {
        return issued(issuer, asked.build()).metadata().networks().texts();
    }

    private void assertInvalid(Asked asked, String... pointers) {
        assertThat(refused(admin, asked.build())).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(lastPointers).containsExactly(pointers);
    }

    private static String[] many(int networks) {
        return IntStream.range(0, networks).mapToObj("10.%d.0.0/16"::formatted).toArray(String[]::new);
    }

    private static Asked command() {
        return Asked.forKey();
    }
}
