package dev.keysmith.functions.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshFunctionTest {

    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private OwnKey key() {
        return core.issue(admin, "acme");
    }

    /** A key whose refresh window has just opened. */
    private OwnKey keyInItsWindow() {
        OwnKey key = key();
        core.clock.advance(LIFETIME.minus(WINDOW));
        return key;
    }

    private static TestEvent refresh(Principal caller) {
        return TestEvent.of("POST", "/v1/refresh")
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private Instant expiryOf(OwnKey key) {
        return core.principal(key).validity().expiresAt();
    }

    @Nested
    class OfAKeyInJwtForm {

        @Test
        void itIsANewKeyThatIsShownOnce() {
            OwnKey key = core.issue(admin, Asked.forKey().format("jwt").build()).key();
            core.clock.advance(LIFETIME.minus(WINDOW));

            Answer answer = function.call(refresh(core.principal(key)));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
            assertThat(answer.text("key_id")).isEqualTo(key.keyId().value());
            assertThat(answer.text("key")).startsWith("ey").isNotEqualTo(key.reveal());
            assertThat(core.verify(answer.text("key"))).isInstanceOf(Verification.Verified.class);
            assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
        }

        @Test
        void oldOneGetsNoFurtherOne() {
            OwnKey key = core.issue(admin, Asked.forKey().format("jwt").build()).key();
            core.clock.advance(LIFETIME.minus(WINDOW));
            Principal holder = core.principal(key);
            function.call(refresh(holder));

            Answer again = function.call(refresh(holder));

            assertThat(again.status()).isEqualTo(409);
            assertThat(again.body()).doesNotContain("eyJ");
        }

        @Test
        void tokenRefreshesNothing() {
            Principal token = core.principal(core.token(core.principal(keyInItsWindow())));
            Answer answer = function.call(refresh(token));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }
    }

    @Nested
    class Returns200 {

        @Test
        void expiryIsPutOffByTheLifetimeFromNow() {
            OwnKey key = keyInItsWindow();

            Answer answer = function.call(refresh(core.principal(key)));

            Instant expected = core.clock.instant().plus(LIFETIME);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .containsEntry("key_id", key.keyId().value())
                    .containsEntry("owner", "acme")
                    .containsEntry("status", "active")
                    .containsEntry("expires_at", expected.toString())
                    .containsEntry("refresh_after", expected.minus(WINDOW).toString());
            assertThat(expiryOf(key)).isEqualTo(expected);
        }

        @Test
        void keyIsShownNeitherInTheAnswerNorInALog() {
            OwnKey key = keyInItsWindow();
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(
                    () -> answer[0] = function.call(refresh(core.principal(key)).header("x-api-key", key.reveal())));

            assertThat(answer[0].json()).containsKey("key_id").doesNotContainKeys("key", "secret", "hash");
            assertThat(answer[0].body())
                    .doesNotContain(key.reveal(), key.reveal().substring(26));
            assertThat(lines).contains("\"status\":200").doesNotContain(key.reveal(), "ks_live");
        }

        @Test
        void secretStaysGoodPastTheOldExpiry() {
            OwnKey key = keyInItsWindow();
            function.call(refresh(core.principal(key)));

            core.clock.advance(WINDOW);

            assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
        }

        @Test
        void refreshingIsOneWriteAndNoRead() {
            Principal caller = core.principal(keyInItsWindow());
            core.calls.take();

            function.call(refresh(caller));

            assertThat(core.calls.take()).containsExactly("UpdateItem");
        }

        @Test
        void lastRefreshEndsAtTheMaximumAgeAndSaysSo() {
            Instant end = core.clock.instant().plus(LIFETIME).plusSeconds(60);
            OwnKey key =
                    core.issue(admin, Asked.forKey().maxExpiresAt(end).build()).key();
            core.clock.advance(LIFETIME.minusSeconds(1));

            Answer answer = function.call(refresh(core.principal(key)));

            assertThat(answer.json())
                    .containsEntry("expires_at", end.toString())
                    .containsEntry("max_expires_at", end.toString())
                    .containsEntry("refresh_after", null);
        }

        @Test
        void noScopeIsNeeded() {
            Principal caller = core.principal(
                    core.issue(admin, Asked.forKey().scopes("chat:read").build())
                            .key());
            core.clock.advance(LIFETIME.minus(WINDOW));

            assertThat(function.call(refresh(caller)).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", " {} "})
        void bodyMayBeLeftOut(String body) {
            Principal caller = core.principal(keyInItsWindow());

            assertThat(function.call(refresh(caller).json(body)).status()).isEqualTo(200);
        }
    }

    @Nested
    class Returns409 {

        @Test
        void refreshBeforeTheWindowSaysWhenItOpens() {
            OwnKey key = key();
            Instant opensAt = core.clock.instant().plus(LIFETIME).minus(WINDOW);
            core.clock.advance(LIFETIME.minus(WINDOW).minusMillis(1));

            Answer answer = function.call(refresh(core.principal(key)));

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
            assertThat(answer.json())
                    .containsOnlyKeys("type", "title", "status", "code", "detail", "request_id", "refresh_after")
                    .containsEntry("code", "refresh_too_early")
                    .containsEntry("refresh_after", opensAt.toString());
        }

        @Test
        void windowIsOpenFromTheTimeThatWasNamed() {
            Principal caller = core.principal(key());
            Instant named = Instant.parse(function.call(refresh(caller)).text("refresh_after"));
            core.clock.advance(Duration.between(core.clock.instant(), named));

            assertThat(function.call(refresh(caller)).status()).isEqualTo(200);
        }

        @Test
        void refreshThatComesTooEarlyCostsNoCall() {
            Principal caller = core.principal(key());
            core.calls.take();

            function.call(refresh(caller));

            assertThat(core.calls.take()).isEmpty();
        }

        @Test
        void secondRefreshOfTheSameDecisionPutsNothingOff() {
            OwnKey key = keyInItsWindow();
            Principal decided = core.principal(key);
            function.call(refresh(decided));
            Instant first = expiryOf(key);
            core.clock.advance(Duration.ofSeconds(1));

            Answer second = function.call(refresh(decided));

            assertThat(second.code()).isEqualTo("refresh_too_early");
            assertThat(second.text("refresh_after"))
                    .isEqualTo(first.minus(WINDOW).toString());
            assertThat(expiryOf(key)).isEqualTo(first);
        }

        @Test
        void keyAtItsMaximumAgeIsRefreshedNoMore() {
            Instant end = core.clock.instant().plus(LIFETIME);
            OwnKey key =
                    core.issue(admin, Asked.forKey().maxExpiresAt(end).build()).key();
            core.clock.advance(LIFETIME.minusSeconds(1));

            Answer answer = function.call(refresh(core.principal(key)));

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("conflict");
            assertThat(answer.json()).doesNotContainKey("refresh_after");
            assertThat(expiryOf(key)).isEqualTo(end);
        }
    }

    @Nested
    class Returns401 {

        private void assertRejected(Answer answer) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("credential_rejected");
            assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"keysmith\"");
        }

        @Test
        void keyRevokedSinceTheDecisionIsRejected() {
            OwnKey key = keyInItsWindow();
            Principal decided = core.principal(key);
            core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());

            assertRejected(function.call(refresh(decided)));

            assertThat(core.reader.find(admin, key.keyId().value()))
                    .hasValueSatisfying(stored -> assertThat(stored.expiresAt())
                            .isEqualTo(decided.validity().expiresAt()));
        }

        @Test
        void keyDeletedSinceTheDecisionIsRejected() {
            OwnKey key = keyInItsWindow();
            Principal decided = core.principal(key);
            core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin());

            assertRejected(function.call(refresh(decided)));
        }

        @Test
        void keyExpiredSinceTheDecisionIsRejected() {
            Principal decided = core.principal(keyInItsWindow());
            core.clock.advance(WINDOW);

            assertRejected(function.call(refresh(decided)));
        }

        @Test
        void callerIsNotTakenFromAHeader() {
            OwnKey key = keyInItsWindow();

            Answer answer = function.call(TestEvent.of("POST", "/v1/refresh")
                    .header("x-api-key", key.reveal())
                    .header("authorization", "Bearer " + key.reveal()));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("credential_missing");
        }

        static Stream<Arguments> forgeries() {
            return Stream.of(
                    argumentSet("no key id", "key_id", ""),
                    argumentSet("malformed key id", "key_id", "0000000000000000 "),
                    argumentSet("no owner", "owner", ""),
                    argumentSet("no such environment", "environment", "prod"),
                    argumentSet("no expiry", "expires_at", ""),
                    argumentSet("text for an expiry", "expires_at", "tomorrow"),
                    argumentSet("expiry beyond the maximum age", "expires_at", "2999-01-01T00:00:00Z"),
                    argumentSet("text for a lifetime", "refresh_lifetime", "7 days"),
                    argumentSet("scope malformed", "scope", "*:*"));
        }

        @ParameterizedTest
        @MethodSource("forgeries")
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller(String name, String value) {
            Map<String, String> forged =
                    new HashMap<>(core.principal(keyInItsWindow()).toContext());
            forged.put(name, value);
            if (value.isEmpty()) {
                forged.remove(name);
            }
            core.calls.take();

            Answer answer = function.call(TestEvent.of("POST", "/v1/refresh").authorizer(forged));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("credential_missing");
            assertThat(core.calls.take()).isEmpty();
        }
    }

    @Nested
    class ReturnsOther4xx {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"expires_in_days\":7}|/expires_in_days",
                    "{\"\":1}|/",
                    "[]|''",
                    "null|''",
                    "{}{}|''",
                    "{|''",
                    "{\"a\":1,\"a\":1}|/a"
                })
        void bodyThatSaysSomethingIsRefusedWithItsField(String body, String pointer) {
            OwnKey key = keyInItsWindow();
            Instant before = expiryOf(key);

            Answer answer = function.call(refresh(core.principal(key)).json(body));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly(pointer);
            assertThat(expiryOf(key)).isEqualTo(before);
        }

        @Test
        void bodyOverTheLimitIsTooLarge() {
            assertThat(function.call(refresh(core.principal(key())).json(" ".repeat(64 * 1024) + "{}"))
                            .status())
                    .isEqualTo(413);
        }

        @Test
        void formIsNotSupported() {
            assertThat(function.call(refresh(core.principal(key())).form("a=b")).status())
                    .isEqualTo(415);
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "PUT", "DELETE"})
        void otherMethodIsNotAllowed(String method) {
            Principal caller = core.principal(keyInItsWindow());

            Answer answer = function.call(
                    TestEvent.of(method, "/v1/refresh").by(caller).header("X-HTTP-Method-Override", "POST"));

            assertThat(answer.status()).isEqualTo(405);
        }
    }

    @Nested
    class Returns503 {

        @Test
        void outageOfTheTableIsUnavailableAndNoVerdict() {
            Principal caller = core.principal(keyInItsWindow());
            // As out of reach as a table can be.
            try (FunctionUnderTest cutOff =
                    new FunctionUnderTest(core, Map.of("keysmith.keys-table", "out-of-reach"))) {
                Answer answer = cutOff.call(refresh(caller));

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("unavailable");
                assertThat(answer.headers()).containsEntry("Retry-After", "1");
                assertThat(answer.body()).doesNotContain("out-of-reach");
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
                "keysmith.signing-secret",
                "signing",
                "keysmith.issuer",
                "https://keys.example.com",
                "keysmith.audiences",
                "our-api",
                "keysmith.verification-secret",
                "verification");

        try (FunctionUnderTest deployed = FunctionUnderTest.asDeployed(settings)) {
            assertThat(deployed.call(refresh(core.principal(key())).json("[]")).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent early = refresh(core.principal(key()));
        TestEvent rotate = TestEvent.of("POST", "/v1/keys/{key_id}/rotate")
                .parameter("key_id", "malformed")
                .by(admin);
        TestEvent finish = TestEvent.of("POST", "/v1/keys/{key_id}/rotate/finish")
                .parameter("key_id", "malformed")
                .by(admin);
        function.call(early);
        function.call(rotate);
        function.call(finish);
        int before = function.liveBeans();

        for (int i = 0; i < 300; i++) {
            function.call(early);
            function.call(rotate);
            function.call(finish);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
