package dev.keysmith.functions.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/keys/{key_id}/rotate}, and who may call it and {@code …/rotate/finish}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotateFunctionTest {

    private static final Duration DAY = Duration.ofHours(24);

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

    private static TestEvent post(String resource, String keyId, Principal caller) {
        return TestEvent.of("POST", resource)
                .parameter("key_id", keyId)
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private static TestEvent rotate(String keyId, Principal caller) {
        return post("/v1/keys/{key_id}/rotate", keyId, caller);
    }

    private TestEvent rotate(OwnKey key) {
        return rotate(key.keyId().value(), admin);
    }

    private static TestEvent finish(String keyId, Principal caller) {
        return post("/v1/keys/{key_id}/rotate/finish", keyId, caller);
    }

    /** A rotation as it is once a moment has passed: within the moment that it was made in, another one is refused. */
    private Answer rotated(OwnKey key, String body) {
        Answer answer = function.call(rotate(key).json(body));
        assertThat(answer.status()).isEqualTo(200);
        core.clock.advance(Duration.ofMillis(1));
        return answer;
    }

    private boolean isGood(String text) {
        return core.verify(text) instanceof Verification.Verified;
    }

    @Nested
    class Rotating {

        @Test
        void newSecretIsShownAndGood() {
            OwnKey key = keyOf("acme");

            Answer answer = function.call(rotate(key));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .containsEntry("key_id", key.keyId().value())
                    .containsEntry("owner", "acme")
                    .containsEntry("status", "active")
                    .containsEntry("format", "opaque");
            assertThat(answer.text("key")).isNotEqualTo(key.reveal());
            assertThat(isGood(answer.text("key"))).isTrue();
        }

        @Test
        void previousSecretWorksForADayUnlessAskedOtherwise() {
            OwnKey key = keyOf("acme");

            Answer answer = function.call(rotate(key));

            assertThat(answer.text("grace_ends_at"))
                    .isEqualTo(core.clock.instant().plus(DAY).toString());
            core.clock.advance(DAY.minusMillis(1));
            assertThat(isGood(key.reveal())).isTrue();
            core.clock.advance(Duration.ofMillis(1));
            assertThat(isGood(key.reveal())).isFalse();
            assertThat(isGood(answer.text("key"))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 604_800})
        void graceIsAsLongAsAskedFor(int seconds) {
            Answer answer = function.call(rotate(keyOf("acme")).json("{\"grace_seconds\":" + seconds + "}"));

            assertThat(answer.text("grace_ends_at"))
                    .isEqualTo(core.clock.instant().plusSeconds(seconds).toString());
        }

        @Test
        void previousSecretEndsAtOnceWithoutAGrace() {
            OwnKey key = keyOf("acme");

            Answer answer = rotated(key, "{\"grace_seconds\":0}");

            assertThat(answer.json()).containsEntry("grace_ends_at", null);
            assertThat(isGood(key.reveal())).isFalse();
            assertThat(isGood(answer.text("key"))).isTrue();
        }

        @Test
        void secretBeforeThePreviousOneEndsAtOnce() {
            OwnKey key = keyOf("acme");
            String second = rotated(key, "{}").text("key");

            rotated(key, "{}");

            assertThat(isGood(key.reveal())).isFalse();
            assertThat(isGood(second)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "{\"grace_seconds\":null}"})
        void bodyMayBeLeftOut(String body) {
            assertThat(function.call(rotate(keyOf("acme")).json(body)).text("grace_ends_at"))
                    .isEqualTo(core.clock.instant().plus(DAY).toString());
        }

        @Test
        void importedKeyBecomesOneOfOurs() throws Exception {
            String foreign = "kaa_" + "7".repeat(64);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(foreign.getBytes(StandardCharsets.UTF_8));
            String keyId = ((ImportResult.Imported) core.importer.importKey(
                            admin,
                            HexFormat.of().formatHex(digest),
                            Asked.forKey().build(),
                            Core.origin()))
                    .keyId()
                    .value();

            Answer answer = function.call(rotate(keyId, admin));

            assertThat(answer.json()).containsEntry("key_id", keyId).containsEntry("format", "opaque");
            assertThat(answer.text("key")).startsWith("ks_live_" + keyId);
            assertThat(isGood(answer.text("key"))).isTrue();
            assertThat(isGood(foreign)).isTrue();
        }

        @Test
        void keyMayRotateItself() {
            OwnKey key = keyOf("acme", "keys:rotate");

            Answer answer = function.call(rotate(key.keyId().value(), core.principal(key)));

            assertThat(isGood(answer.text("key"))).isTrue();
        }

        @Test
        void rotatingIsOneReadAndOneWrite() {
            OwnKey key = keyOf("acme");
            core.calls.take();

            function.call(rotate(key));

            assertThat(core.calls.take()).containsExactly("GetItem", "PutItem");
        }

        @Test
        void secretsAreInNoLog() {
            OwnKey key = keyOf("acme");
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(() -> answer[0] = function.call(
                    rotate(key).header("x-api-key", key.reveal()).header("idempotency-key", "hidden-name")));

            assertThat(lines)
                    .contains("\"status\":200")
                    .doesNotContain(answer[0].text("key"), key.reveal(), "ks_live", "hidden-name");
        }
    }

    @Nested
    class RotatingInVain {

        private void assertRefused(Answer answer, int status, String code) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.body()).doesNotContain("ks_live");
        }

        @Test
        void requestFromBeforeTheLastRotationIsAConflict() {
            OwnKey key = keyOf("acme");
            Instant received = core.clock.instant();
            core.clock.advance(Duration.ofSeconds(1));
            String second = rotated(key, "{\"grace_seconds\":0}").text("key");

            Answer late = function.call(rotate(key).receivedAt(received).json("{\"grace_seconds\":0}"));

            assertRefused(late, 409, "conflict");
            assertThat(isGood(second)).isTrue();
        }

        @Test
        void requestFromTheMomentOfTheLastRotationIsAConflict() {
            OwnKey key = keyOf("acme");
            Instant moment = core.clock.instant();
            rotated(key, "{}");

            assertRefused(function.call(rotate(key).receivedAt(moment)), 409, "conflict");
        }

        @Test
        void requestFromAfterTheLastRotationIsTaken() {
            OwnKey key = keyOf("acme");
            rotated(key, "{}");

            assertThat(function.call(rotate(key).receivedAt(core.clock.instant()))
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void revokedKeyIsAConflict() {
            OwnKey key = keyOf("acme");
            core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());

            assertRefused(function.call(rotate(key)), 409, "conflict");
        }

        @Test
        void expiredKeyIsAConflict() {
            OwnKey key = keyOf("acme");
            core.clock.advance(Duration.ofDays(7));

            assertRefused(function.call(rotate(key)), 409, "conflict");
        }

        @Test
        void deletedKeyIsAbsent() {
            OwnKey key = keyOf("acme");
            core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin());

            assertRefused(function.call(rotate(key)), 404, "not_found");
        }

        @Test
        void keyThatHasMoreThanTheCallerKeepsItsSecret() {
            OwnKey stronger = keyOf("acme", "keys:rotate", "node:write");
            Principal caller = core.principal(keyOf("acme", "keys:rotate", "chat:*"));

            assertRefused(function.call(rotate(stronger.keyId().value(), caller)), 403, "grant_exceeds_own");
            assertThat(isGood(stronger.reveal())).isTrue();
        }

        @Test
        void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
            OwnKey foreign = keyOf("acme");
            Principal caller = core.principal(keyOf("other", "*"));

            Answer forbidden = function.call(
                    rotate(foreign.keyId().value(), caller).requestId("same").json("{\"grace_seconds\":0}"));
            Answer missing = function.call(
                    rotate("0000000000000000", caller).requestId("same").json("{\"grace_seconds\":0}"));

            assertRefused(forbidden, 404, "not_found");
            assertThat(forbidden.body()).isEqualTo(missing.body());
            assertThat(isGood(foreign.reveal())).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"short", "ks_live_0000000000000000", "0000000000000000\u0000", "..", "%2e%2e", "é"})
        void malformedKeyIdIsAbsent(String keyId) {
            assertRefused(function.call(rotate(keyId, admin)), 404, "not_found");
            assertRefused(function.call(finish(keyId, admin)), 404, "not_found");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"grace_seconds\":-1}|/grace_seconds",
                    "{\"grace_seconds\":604801}|/grace_seconds",
                    "{\"grace_seconds\":4294967356}|/grace_seconds",
                    "{\"grace_seconds\":99999999999999999999}|/grace_seconds",
                    "{\"grace_seconds\":0.5}|/grace_seconds",
                    "{\"grace_seconds\":1e2}|/grace_seconds",
                    "{\"grace_seconds\":\"60\"}|/grace_seconds",
                    "{\"grace_seconds\":true}|/grace_seconds",
                    "{\"grace_seconds\":[]}|/grace_seconds",
                    "{\"grace_seconds\":1,\"grace_seconds\":1}|/grace_seconds",
                    "{\"graceSeconds\":1}|/graceSeconds",
                    "[]|''"
                })
        void badBodyIsRefusedWithItsFieldAndRotatesNothing(String body, String pointer) {
            OwnKey key = keyOf("acme");

            Answer answer = function.call(rotate(key).json(body));

            assertRefused(answer, 400, "request_invalid");
            assertThat(answer.pointers()).containsExactly(pointer);
            assertThat(core.reader.find(admin, key.keyId().value()))
                    .hasValueSatisfying(
                            stored -> assertThat(stored.lastRotation()).isEmpty());
        }

        @Test
        void otherContentTypeIsNotSupported() {
            assertRefused(function.call(rotate(keyOf("acme")).mergePatch("{}")), 415, "unsupported_media_type");
        }

        @Test
        void outageOfTheSecretIsUnavailableAndWritesNothing() {
            Core cutOff = new Core();
            Principal caller = cutOff.admin();
            OwnKey key = cutOff.issue(caller, "acme");
            // The function has its own cache of the secret, and that is empty.
            cutOff.secretSource.cutOff();
            try (FunctionUnderTest other = new FunctionUnderTest(cutOff)) {
                cutOff.calls.take();

                Answer answer = other.call(rotate(key.keyId().value(), caller));

                assertRefused(answer, 503, "unavailable");
                assertThat(answer.headers()).containsEntry("Retry-After", "1");
                assertThat(cutOff.calls.take()).containsExactly("GetItem");
            }
        }

        @Test
        void outageOfTheReplaysIsUnavailableAndRotatesNothing() {
            OwnKey key = keyOf("acme");
            try (FunctionUnderTest cutOff =
                    new FunctionUnderTest(core, Map.of("keysmith.state-table", "out-of-reach"))) {
                Answer answer = cutOff.call(rotate(key)
                        .header("x-api-key", key.reveal())
                        .header("idempotency-key", "a")
                        .json("{\"grace_seconds\":0}"));

                assertRefused(answer, 503, "unavailable");
                assertThat(isGood(key.reveal())).isTrue();
            }
        }
    }

    @Nested
    class Callers {

        @ParameterizedTest
        @ValueSource(strings = {"/v1/keys/{key_id}/rotate", "/v1/keys/{key_id}/rotate/finish"})
        void callerWithoutTheScopeIsRefusedBeforeItsBodyIsRead(String resource) {
            OwnKey key = keyOf("acme", "keys:read", "keys:revoke");

            Answer answer = function.call(
                    post(resource, key.keyId().value(), core.principal(key)).json("not JSON"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/v1/keys/{key_id}/rotate", "/v1/keys/{key_id}/rotate/finish"})
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller(String resource) {
            String keyId = keyOf("acme").keyId().value();
            Map<String, Object> forged = new HashMap<>(admin.toContext());
            forged.put("scope", List.of("*"));
            core.calls.take();

            Answer withoutAny = function.call(TestEvent.of("POST", resource).parameter("key_id", keyId));
            Answer wrongType = function.call(
                    TestEvent.of("POST", resource).parameter("key_id", keyId).authorizer(forged));

            assertThat(List.of(withoutAny.status(), wrongType.status())).containsOnly(401);
            assertThat(core.calls.take()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "/v1/keys/{key_id}/rotate, %s/rotate/finish?",
            "/v1/keys/{key_id}/rotate, %s/..",
            "/v1/keys/{key_id}/rotate/finish, %s/rotate?",
            "/v1/keys/{key_id}/rotate/finish, ./%s",
        })
        void noTrickWithTheKeyIdReachesAKey(String resource, String trick) {
            OwnKey key = keyOf("acme");
            core.calls.take();

            Answer answer = function.call(post(resource, trick.formatted(key.keyId()), admin));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(core.calls.take()).isEmpty();
        }
    }
}
