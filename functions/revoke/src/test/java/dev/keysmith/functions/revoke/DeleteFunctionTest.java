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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code DELETE /v1/keys/{key_id}}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeleteFunctionTest {

    private static final String RESOURCE = "/v1/keys/{key_id}";

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private OwnKey key() {
        return core.issue(
                        admin,
                        Asked.forKey()
                                .name("in-the-name")
                                .owner("acme")
                                .metadata(Map.of("team", "in-the-metadata"))
                                .build())
                .key();
    }

    private static TestEvent delete(String keyId, Principal caller) {
        return TestEvent.of("DELETE", RESOURCE)
                .parameter("key_id", keyId)
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private TestEvent delete(OwnKey key) {
        return delete(key.keyId().value(), admin);
    }

    private boolean isGood(OwnKey key) {
        return core.verify(key.reveal()) instanceof Verification.Verified;
    }

    private Map<String, AttributeValue> item(OwnKey key) {
        return core.dynamoDb
                .getItem(get -> get.tableName(core.keysTable)
                        .key(Map.of("key_id", AttributeValue.fromS(key.keyId().value()))))
                .item();
    }

    @Nested
    class Returns204 {

        @Test
        void answerHasNeitherBodyNorType() {
            Answer answer = function.call(delete(key()));

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers())
                    .doesNotContainKeys("Content-Type", "Content-Length")
                    .containsEntry("Cache-Control", "no-store");
        }

        @Test
        void keyIsUnknownFromThenOn() {
            OwnKey key = key();

            function.call(delete(key));

            assertThat(core.verify(key.reveal()))
                    .isInstanceOfSatisfying(
                            Verification.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.KEY_UNKNOWN));
            assertThat(core.reader.find(admin, key.keyId().value())).isEmpty();
        }

        @Test
        void actorAndReasonRemainAndNothingThatProvesOrDescribesTheKey() {
            OwnKey key = key();

            function.call(delete(key).json("{\"reason\":\"gone 👋\"}"));

            assertThat(item(key))
                    .containsEntry("status", AttributeValue.fromS("deleted"))
                    .containsEntry(
                            "changed_by", AttributeValue.fromS(admin.keyId().value()))
                    .containsEntry("changed_reason", AttributeValue.fromS("gone 👋"))
                    .containsKey("ttl")
                    .doesNotContainKeys("hash", "pepper", "name", "metadata");
            assertThat(item(key).toString()).doesNotContain("in-the-name", "in-the-metadata");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "{\"reason\":null}"})
        void reasonMayBeLeftOut(String body) {
            OwnKey key = key();

            assertThat(function.call(delete(key).json(body)).status()).isEqualTo(204);
            assertThat(item(key)).doesNotContainKey("changed_reason");
        }

        @Test
        void revokedAndExpiredKeysAreDeletedAsWell() {
            OwnKey revoked = key();
            core.revoker.revoke(admin, revoked.keyId().value(), Optional.empty(), Core.origin());
            OwnKey expired = key();
            core.clock.advance(Duration.ofDays(7));

            assertThat(function.call(delete(revoked)).status()).isEqualTo(204);
            assertThat(function.call(delete(expired)).status()).isEqualTo(204);
        }

        @Test
        void keyMayDeleteItself() {
            OwnKey key = core.issue(admin, "acme", "keys:delete");

            assertThat(function.call(delete(key.keyId().value(), core.principal(key)))
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void deletingIsAWriteOfTheRecordAndThenOneOfItsMeter() {
            OwnKey key = key();
            core.calls.take();

            function.call(delete(key));

            assertThat(core.calls.take()).containsExactly("UpdateItem", "DeleteItem");
        }

        @Test
        void reasonIsInNoLog() {
            OwnKey key = key();

            String lines = LoggedLines.during(() ->
                    function.call(delete(key).header("x-api-key", key.reveal()).json("{\"reason\":\"in-the-body\"}")));

            assertThat(lines).contains("\"status\":204").doesNotContain("in-the-body", "ks_live");
        }
    }

    @Nested
    class Returns4xx {

        @Test
        void keyThatWasDeletedIsAbsentLikeOneThatNeverWas() {
            OwnKey key = key();
            function.call(delete(key));

            Answer again = function.call(delete(key).requestId("another"));
            Answer never = function.call(delete("0000000000000000", admin).requestId("another"));

            assertThat(again.status()).isEqualTo(404);
            assertThat(again.body()).isEqualTo(never.body());
        }

        @Test
        void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
            OwnKey foreign = key();
            Principal caller = core.principal(core.issue(admin, "other", "*"));

            Answer forbidden =
                    function.call(delete(foreign.keyId().value(), caller).requestId("same"));
            Answer missing = function.call(delete("0000000000000000", caller).requestId("same"));

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.body()).isEqualTo(missing.body());
            assertThat(isGood(foreign)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"short", "ks_live_0000000000000000", "0000000000000000\u0000", "..", "%2e%2e", "é", "/"})
        void malformedKeyIdIsAbsentAndCostsNoCall(String keyId) {
            core.calls.take();

            assertThat(function.call(delete(keyId, admin)).status()).isEqualTo(404);
            assertThat(core.calls.take()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"reason\":7}|/reason",
                    "{\"reason\":\"\"}|/reason",
                    "{\"reason\":[\"a\"]}|/reason",
                    "{\"reason\":\"a\\nb\"}|/reason",
                    "{\"reason\":\"a\",\"reason\":\"a\"}|/reason",
                    "{\"include_issued\":true}|/include_issued",
                    "[]|''",
                    "gone|''"
                })
        void badBodyIsRefusedWithItsFieldAndDeletesNothing(String body, String pointer) {
            OwnKey key = key();

            Answer answer = function.call(delete(key).json(body));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly(pointer);
            assertThat(isGood(key)).isTrue();
        }

        @Test
        void reasonHasAtMostFiveHundredCharacters() {
            OwnKey key = key();

            Answer more = function.call(delete(key).json("{\"reason\":\"" + "😀".repeat(501) + "\"}"));
            assertThat(more.pointers()).containsExactly("/reason");
            assertThat(isGood(key)).isTrue();

            Answer most = function.call(delete(key).json("{\"reason\":\"" + "😀".repeat(500) + "\"}"));
            assertThat(most.status()).isEqualTo(204);
        }

        @Test
        void bodyThatIsNoJsonOrTooLargeDeletesNothing() {
            OwnKey key = key();

            assertThat(function.call(delete(key).form("reason=gone")).status()).isEqualTo(415);
            assertThat(function.call(delete(key).json("{}" + " ".repeat(64 * 1024)))
                            .status())
                    .isEqualTo(413);
            assertThat(isGood(key)).isTrue();
        }

        @Test
        void callerWhoMayRevokeAloneIsRefused() {
            OwnKey key = key();
            Principal caller = core.principal(core.issue(admin, "acme", "keys:revoke", "keys:update"));

            Answer answer = function.call(delete(key.keyId().value(), caller));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
            assertThat(isGood(key)).isTrue();
        }

        @Test
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller() {
            OwnKey key = key();
            TestEvent without = TestEvent.of("DELETE", RESOURCE)
                    .parameter("key_id", key.keyId().value());
            TestEvent forged = TestEvent.of("DELETE", RESOURCE)
                    .parameter("key_id", key.keyId().value())
                    .authorizer(Map.of("key_id", admin.keyId().value(), "owner", "acme", "scope", "*"));

            assertThat(List.of(
                            function.call(without).status(),
                            function.call(forged).status()))
                    .containsOnly(401);
            assertThat(isGood(key)).isTrue();
        }

        @Test
        void methodOverrideDeletesNothing() {
            OwnKey key = key();

            Answer answer = function.call(TestEvent.of("POST", RESOURCE)
                    .parameter("key_id", key.keyId().value())
                    .by(admin)
                    .header("X-HTTP-Method-Override", "DELETE"));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(isGood(key)).isTrue();
        }
    }

    @Test
    void outageOfTheTableIsUnavailableAndNotAbsent() {
        try (FunctionUnderTest cutOff = new FunctionUnderTest(core, Map.of("keysmith.keys-table", "out-of-reach"))) {
            Answer answer = cutOff.call(delete(key()));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent missing = delete("0000000000000000", admin);
        TestEvent refused = delete("0000000000000000", admin).json("[]");
        function.call(missing);
        function.call(refused);
        int before = function.liveBeans();

        for (int i = 0; i < 200; i++) {
            function.call(missing);
            function.call(refused);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
