package dev.keysmith.functions.manage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManageFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private OwnKey keyOf(String owner, String... scopes) {
        return keyOf(core, admin, owner, scopes);
    }

    private static OwnKey keyOf(Core core, Principal issuer, String owner, String... scopes) {
        Asked asked = Asked.forKey().owner(owner).metadata(Map.of("team", "blue"));
        return core.issue(issuer, (scopes.length == 0 ? asked : asked.scopes(scopes)).build())
                .key();
    }

    @Nested
    class ReadingAKey {

        private Answer read(String keyId, Principal caller) {
            return function.call(TestEvent.of("GET", "/v1/keys/{key_id}")
                    .parameter("key_id", keyId)
                    .by(caller));
        }

        @Test
        void metadataIsShown() {
            OwnKey key = keyOf("acme");

            Answer answer = read(key.keyId().value(), admin);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .containsEntry("key_id", key.keyId().value())
                    .containsEntry("owner", "acme")
                    .containsEntry("status", "active")
                    .containsEntry("metadata", Map.of("team", "blue"))
                    .containsEntry("issued_by", admin.keyId().value())
                    .containsEntry("revoked_at", null);
        }

        @Test
        void secretAndHashAreNeverShown() {
            OwnKey key = keyOf("acme");

            Answer answer = read(key.keyId().value(), admin);

            assertThat(answer.json()).doesNotContainKeys("key", "secret", "hash");
            assertThat(answer.body()).doesNotContain(key.reveal().substring(26));
        }

        @Test
        void revokedAndExpiredKeysAreShownAsSuch() {
            Core moving = new Core();
            Principal issuer = moving.admin();
            OwnKey expired = keyOf(moving, issuer, "acme");
            OwnKey revoked = keyOf(moving, issuer, "acme");
            moving.revoker.revoke(issuer, revoked.keyId().value(), Optional.of("leaked"), Core.ORIGIN);
            moving.clock.advance(Duration.ofDays(7));
            try (FunctionUnderTest other = new FunctionUnderTest(moving)) {
                TestEvent first = TestEvent.of("GET", "/v1/keys/{key_id}")
                        .parameter("key_id", expired.keyId().value())
                        .by(issuer);
                TestEvent second = TestEvent.of("GET", "/v1/keys/{key_id}")
                        .parameter("key_id", revoked.keyId().value())
                        .by(issuer);

                assertThat(other.call(first).text("status")).isEqualTo("expired");
                assertThat(other.call(second).json())
                        .containsEntry("status", "revoked")
                        .containsEntry("revocation_reason", "leaked");
            }
        }

        @Test
        void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
            OwnKey foreign = keyOf("acme");
            Principal caller = core.principal(keyOf("other", "*"));

            Answer forbidden = read(foreign.keyId().value(), caller);
            Answer missing = read("0000000000000000", caller);

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.body()).isEqualTo(missing.body());
        }

        @Test
        void callerWithoutTheScopeIsRefused() {
            OwnKey key = keyOf("acme");

            assertThat(read(key.keyId().value(), core.principal(key)).code()).isEqualTo("scope_insufficient");
        }
    }

    @Nested
    class WhoAmI {

        @Test
        void callerLearnsWhoItIsWithoutAnyCall() {
            OwnKey key = keyOf("acme");
            Principal caller = core.principal(key);
            core.calls.take();

            Answer answer = function.call(TestEvent.of("GET", "/v1/me").by(caller));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .containsEntry("key_id", key.keyId().value())
                    .containsEntry("owner", "acme")
                    .containsEntry("role", "basic")
                    .containsEntry("scopes", List.of("chat:read", "chat:write"))
                    .containsEntry("environment", "live")
                    .containsEntry("expires_at", caller.validity().expiresAt().toString())
                    .containsEntry("rate_limit", Map.of("requests", 1000, "window_seconds", 3600));
            assertThat(core.calls.take()).isEmpty();
        }

        @Test
        void credentialInAHeaderIsNoCaller() {
            Answer answer = function.call(TestEvent.of("GET", "/v1/me")
                    .header("x-api-key", keyOf("acme").reveal()));

            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Nested
    class Validating {

        private Answer validate(String header, String value) {
            return function.call(TestEvent.of("GET", "/v1/validate").header(header, value));
        }

        @ParameterizedTest
        @CsvSource({"x-api-key, ''", "X-Api-Key, ''", "Authorization, 'Bearer '", "authorization, 'bearer '"})
        void goodKeyIsValid(String header, String scheme) {
            OwnKey key = keyOf("acme");

            Answer answer = validate(header, scheme + key.reveal());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .containsEntry("valid", true)
                    .containsEntry("key_id", key.keyId().value())
                    .containsEntry("owner", "acme")
                    .containsEntry("role", "basic")
                    .containsEntry("scopes", List.of("chat:read", "chat:write"))
                    .containsEntry("environment", "live")
                    .containsKey("expires_at");
        }

        @Test
        void goodKeyCostsOneRead() {
            String key = keyOf("acme").reveal();
            core.calls.take();

            validate("x-api-key", key);

            assertThat(core.calls.take()).containsExactly("GetItem");
        }

        @Test
        void reasonIsToldToWhoHasTheSecret() {
            OwnKey revoked = keyOf("acme");
            core.revoker.revoke(admin, revoked.keyId().value(), Optional.empty(), Core.ORIGIN);

            assertThat(validate("x-api-key", revoked.reveal()).code()).isEqualTo("key_revoked");
        }

        @Test
        void goodKeyFromElsewhereIsForbidden() {
            String here = networks("192.0.2.0/24");
            String elsewhere = networks("203.0.113.0/24");

            assertThat(validate("x-api-key", here).json()).containsEntry("allowed_networks", List.of("192.0.2.0/24"));
            Answer refused = function.call(TestEvent.of("GET", "/v1/validate")
                    .header("x-api-key", elsewhere)
                    .header("x-forwarded-for", "203.0.113.7"));

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("network_not_allowed");
        }

        private String networks(String network) {
            return core.issue(admin, Asked.forKey().networks(network).build())
                    .key()
                    .reveal();
        }

        @Test
        void expiredKeyIsNamedAsSuch() {
            Core moving = new Core();
            String key = keyOf(moving, moving.admin(), "acme").reveal();
            moving.clock.advance(Duration.ofDays(7));
            try (FunctionUnderTest other = new FunctionUnderTest(moving)) {
                assertThat(other.call(TestEvent.of("GET", "/v1/validate").header("x-api-key", key))
                                .code())
                        .isEqualTo("key_expired");
            }
        }

        @Test
        void wellFormedStrangerIsUnknown() {
            String stranger = new Core().firstAdminKey.issue().reveal();

            assertThat(validate("x-api-key", stranger).code()).isEqualTo("key_unknown");
        }

        @Test
        void oneChangedCharacterIsMalformedAndCostsNoCall() {
            String key = keyOf("acme").reveal();
            char last = key.charAt(40);
            String changed = key.substring(0, 40) + (last == 'a' ? 'b' : 'a') + key.substring(41);
            core.calls.take();

            assertThat(validate("x-api-key", changed).code()).isEqualTo("credential_malformed");
            assertThat(core.calls.take()).isEmpty();
        }

        @Test
        void noCredentialIsMissing() {
            Answer answer = function.call(TestEvent.of("GET", "/v1/validate"));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("credential_missing");
            assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"keysmith\"");
        }

        @Test
        void twoCredentialsAreRefused() {
            String key = keyOf("acme").reveal();

            Answer twoHeaders = function.call(TestEvent.of("GET", "/v1/validate")
                    .header("x-api-key", key)
                    .header("authorization", "Bearer " + key));
            Answer oneTwice = function.call(
                    TestEvent.of("GET", "/v1/validate").header("x-api-key", key).header("x-api-key", key));
            Answer twoCases = function.call(
                    TestEvent.of("GET", "/v1/validate").header("x-api-key", key).header("X-API-KEY", key));

            assertThat(List.of(twoHeaders.status(), oneTwice.status(), twoCases.status()))
                    .containsOnly(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "ks_live_", "\u0000", "%zz", "é"})
        void oddCredentialIsMalformed(String value) {
            assertThat(validate("x-api-key", value).status()).isEqualTo(401);
        }

        @Test
        void credentialIsInNoLog() {
            String key = keyOf("acme").reveal();

            String lines = LoggedLines.during(() -> validate("x-api-key", key));

            assertThat(lines).contains("\"status\":200").doesNotContain(key);
        }

        @Test
        void outageIsNoVerdict() {
            Core cutOff = new Core();
            String key = cutOff.firstAdminKey.issue().reveal();
            // The function has its own cache of the secret, and that is empty.
            cutOff.secretSource.cutOff();
            try (FunctionUnderTest other = new FunctionUnderTest(cutOff)) {
                Answer answer = other.call(TestEvent.of("GET", "/v1/validate").header("x-api-key", key));

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("unavailable");
            }
        }
    }

    @Test
    void functionStartsFromTheSettingsThatItNeedsAlone() {
        Map<String, Object> settings = Map.of(
                "aws.region",
                "eu-central-1",
                "keysmith.keys-table",
                "keys",
                "keysmith.state-table",
                "state",
                "keysmith.issuer",
                "https://keys.example.com",
                "keysmith.audiences",
                "our-api",
                "keysmith.verification-secret",
                "verification");

        try (FunctionUnderTest deployed = FunctionUnderTest.asDeployed(settings)) {
            assertThat(deployed.call(TestEvent.of("GET", "/v1/me").by(admin)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent me = TestEvent.of("GET", "/v1/me").by(admin);
        TestEvent validate = TestEvent.of("GET", "/v1/validate")
                .header("x-api-key", keyOf("acme").reveal());
        function.call(me);
        function.call(validate);
        int before = function.liveBeans();

        for (int i = 0; i < 500; i++) {
            function.call(me);
            function.call(validate);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
