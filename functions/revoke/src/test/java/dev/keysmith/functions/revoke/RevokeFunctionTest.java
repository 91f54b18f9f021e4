package dev.keysmith.functions.revoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevokeFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private OwnKey keyOf(String owner, String... scopes) {
        return core.issue(admin, owner, scopes);
    }

    private boolean isRevoked(OwnKey key) {
        return core.verify(key.reveal()) instanceof Verification.Refused(ErrorCode code)
                && code == ErrorCode.KEY_REVOKED;
    }

    @Nested
    class ById {

        private TestEvent revoke(String keyId, Principal caller) {
            return TestEvent.of("POST", "/v1/keys/{key_id}/revoke")
                    .parameter("key_id", keyId)
                    .by(caller);
        }

        @Test
        void revokedKeyIsRefusedFromThenOn() {
            OwnKey key = keyOf("acme");

            Answer answer = function.call(revoke(key.keyId().value(), admin).json("{\"reason\":\"leaked\"}"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(isRevoked(key)).isTrue();
            assertThat(answer.json())
                    .containsEntry("key_id", key.keyId().value())
                    .containsEntry("owner", "acme")
                    .containsEntry("status", "revoked")
                    .containsEntry("revocation_reason", "leaked")
                    .containsEntry("revoked_by", admin.keyId().value());
        }

        @Test
        void revocationIsInEffectWhenItIsAnswered() {
            Answer answer = function.call(revoke(keyOf("acme").keyId().value(), admin));

            assertThat(Instant.parse(answer.text("effective_by")))
                    .isAfterOrEqualTo(Instant.parse(answer.text("revoked_at")))
                    .isAfterOrEqualTo(core.clock.instant());
        }

        @Test
        void revocationIsInEffectAsLateAsTheDeploymentsStalenessAllows() {
            try (FunctionUnderTest stale = new FunctionUnderTest(core, Map.of("keysmith.max-staleness", "PT30S"))) {
                Answer answer = stale.call(revoke(keyOf("acme").keyId().value(), admin));

                assertThat(Instant.parse(answer.text("effective_by")))
                        .isEqualTo(core.clock.instant().plusMillis(1).plusSeconds(30));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "{\"reason\":null}"})
        void reasonMayBeLeftOut(String body) {
            OwnKey key = keyOf("acme");

            Answer answer = function.call(revoke(key.keyId().value(), admin).json(body));

            assertThat(answer.json()).containsEntry("revocation_reason", null);
        }

        @Test
        void revokingAgainChangesNothing() {
            String keyId = keyOf("acme").keyId().value();
            Answer first = function.call(revoke(keyId, admin).json("{\"reason\":\"first\"}"));
            core.clock.advance(Duration.ofSeconds(1));

            Answer second = function.call(revoke(keyId, admin).json("{\"reason\":\"second\"}"));

            assertThat(second.status()).isEqualTo(200);
            assertThat(second.text("revoked_at")).isEqualTo(first.text("revoked_at"));
            assertThat(second.text("revocation_reason")).isEqualTo("first");
        }

        @Test
        void revokingIsOneWrite() {
            String keyId = keyOf("acme").keyId().value();
            core.calls.take();

            function.call(revoke(keyId, admin));

            assertThat(core.calls.take()).containsExactly("UpdateItem");
        }

        @Test
        void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
            OwnKey foreign = keyOf("acme");
            Principal caller = core.principal(keyOf("other", "keys:revoke"));

            Answer forbidden = function.call(revoke(foreign.keyId().value(), caller));
            Answer missing = function.call(revoke("0000000000000000", caller));

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.body()).isEqualTo(missing.body());
            assertThat(isRevoked(foreign)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"short", "ks_live_0000000000000000", "0000000000000000\u0000", "%2e%2e", "é"})
        void malformedKeyIdIsAbsent(String keyId) {
            assertThat(function.call(revoke(keyId, admin)).status()).isEqualTo(404);
        }

        @Test
        void callerWithoutTheScopeIsRefused() {
            OwnKey key = keyOf("acme");
            Principal caller = core.principal(keyOf("acme", "keys:read"));

            assertThat(function.call(revoke(key.keyId().value(), caller)).status())
                    .isEqualTo(403);
            assertThat(isRevoked(key)).isFalse();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"reason\":7}|/reason",
                    "{\"reason\":\"\"}|/reason",
                    "{\"cascade\":true}|/cascade",
                    "{\"reason\":\"a\\u0000\"}|/reason",
                    "[]|''"
                })
        void badBodyIsRefusedWithItsField(String body, String pointer) {
            Answer answer =
                    function.call(revoke(keyOf("acme").keyId().value(), admin).json(body));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly(pointer);
        }

        @Test
        void reasonHasAtMostFiveHundredCharacters() {
            String keyId = keyOf("acme").keyId().value();

            Answer answer = function.call(revoke(keyId, admin).json("{\"reason\":\"" + "a".repeat(501) + "\"}"));

            assertThat(answer.pointers()).containsExactly("/reason");
        }
    }

    @Nested
    class ByPresentingIt {

        private Answer present(String form) {
            return function.call(TestEvent.of("POST", "/v1/revoke").form(form));
        }

        @Test
        void presentedKeyIsRevoked() {
            OwnKey key = keyOf("acme");

            Answer answer = present("token=" + key.reveal() + "&token_type_hint=access_token");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(isRevoked(key)).isTrue();
        }

        @Test
        void presentedTokenIsRevokedAndItsKeyIsNot() {
            OwnKey key = keyOf("acme");
            String token = core.token(core.principal(key));
            String other = core.token(core.principal(key));

            Answer answer = present("token=" + token);
            Answer again = present("token=" + token + "&token_type_hint=refresh_token");

            assertThat(answer.status()).isEqualTo(again.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(core.verify(token)).isEqualTo(new Verification.Refused(ErrorCode.TOKEN_REVOKED));
            assertThat(core.verify(other)).isInstanceOf(Verification.Verified.class);
            assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
        }

        @Test
        void presentedKeyInJwtFormIsRevokedWithItsTokens() {
            OwnKey key = core.issue(admin, Asked.forKey().format("jwt").build()).key();
            String token = core.token(core.principal(key));

            present("token=" + key.reveal());

            assertThat(core.verify(key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
            assertThat(core.verify(token)).isEqualTo(new Verification.Refused(ErrorCode.TOKEN_REVOKED));
        }

        @Test
        void forgedTokenRevokesNothingAndCostsNoCall() {
            String token = core.token(core.principal(keyOf("acme")));
            String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
            core.calls.take();

            Answer answer = present("token=" + forged);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(core.calls.take()).isEmpty();
            assertThat(core.verify(token)).isInstanceOf(Verification.Verified.class);
        }

        @Test
        void percentEncodedKeyIsRevoked() {
            OwnKey key = keyOf("acme");

            present("token=" + key.reveal().replace("_", "%5f"));

            assertThat(isRevoked(key)).isTrue();
        }

        @Test
        void emptyPairsAreSkipped() {
            assertThat(present("&token=anything&&").status()).isEqualTo(200);
        }

        @Test
        void unknownTokenIsAnsweredLikeAKnownOne() {
            Answer known = present("token=" + keyOf("acme").reveal());

            Answer unknown = present("token=" + new Core().firstAdminKey.issue().reveal());
            Answer foreign = present("token=anything+else");

            assertThat(unknown.status()).isEqualTo(known.status()).isEqualTo(200);
            assertThat(unknown.body()).isEqualTo(known.body()).isEqualTo(foreign.body());
            assertThat(foreign.status()).isEqualTo(200);
        }

        @Test
        void publicKeyIdAloneRevokesNothing() {
            OwnKey key = keyOf("acme");

            present("token=" + key.keyId());

            assertThat(isRevoked(key)).isFalse();
        }

        @Test
        void stringThatIsNoKeyCostsNoCall() {
            core.calls.take();

            present("token=anything");

            assertThat(core.calls.take()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "token=",
                    "token",
                    "token_type_hint=x",
                    "token=a&token=a",
                    "token=a&x=1&x=2",
                    "token=%zz",
                    "token=%ff",
                    "token=%5",
                    "token=é",
                    "token=a&b=1&&b=1"
                })
        void malformedFormIsInvalidRequest(String form) {
            Answer answer = present(form);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json()).containsEntry("error", "invalid_request").containsKey("error_description");
            assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
        }

        @Test
        void jsonIsNotSupported() {
            assertThat(function.call(TestEvent.of("POST", "/v1/revoke").json("{\"token\":\"a\"}"))
                            .status())
                    .isEqualTo(415);
        }

        @Test
        void presentedKeyIsInNoLog() {
            OwnKey key = keyOf("acme");

            String lines = LoggedLines.during(() -> present("token=" + key.reveal()));

            assertThat(lines).contains("\"status\":200").doesNotContain(key.reveal(), "token");
        }
    }

    @Test
    void outageOfTheSecretIsUnavailable() {
        Core cutOff = new Core();
        OwnKey key = cutOff.firstAdminKey.issue();
        // The function has its own cache of the secret, and that is empty.
        cutOff.secretSource.cutOff();
        try (FunctionUnderTest other = new FunctionUnderTest(cutOff)) {
            Answer answer = other.call(TestEvent.of("POST", "/v1/revoke").form("token=" + key.reveal()));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
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
            assertThat(deployed.call(TestEvent.of("POST", "/v1/revoke").form("token=anything"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent byId = TestEvent.of("POST", "/v1/keys/{key_id}/revoke")
                .parameter("key_id", "malformed")
                .by(admin);
        TestEvent presented = TestEvent.of("POST", "/v1/revoke").form("token=anything");
        function.call(byId);
        function.call(presented);
        int before = function.liveBeans();

        for (int i = 0; i < 500; i++) {
            function.call(byId);
            function.call(presented);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
