package dev.keysmith.functions.revoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.KeyStatus;
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

/** {@code POST /v1/keys/revoke}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnerRevocationTest {

    private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    /** An owner that has no keys yet. */
    private static String newOwner() {
        return UUID.randomUUID().toString();
    }

    private OwnKey keyOf(String owner, String... scopes) {
        return core.issue(admin, owner, scopes);
    }

    private boolean isRevoked(OwnKey key) {
        return core.verify(key.reveal()) instanceof Verification.Refused(ErrorCode code)
                && code == ErrorCode.KEY_REVOKED;
    }

    private static TestEvent post(Principal caller) {
        return TestEvent.of("POST", "/v1/keys/revoke")
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private Answer revoke(String owner) {
        return function.call(post(admin).json("{\"owner\":\"" + owner + "\"}"));
    }

    /** The next call, with what the last one answered. */
    private Answer goOn(Principal caller, Answer last) {
        return function.call(post(caller)
                .json("{\"owner\":\"" + last.text("owner") + "\",\"continuation\":\"" + last.text("continuation")
                        + "\"}"));
    }

    private IssueResult tryToIssue(String owner) {
        return core.issuer.issue(admin, Asked.forKey().owner(owner).build(), Core.origin(), Optional.empty());
    }

    @Nested
    class Returns200 {

        @Test
        void keysOfTheOwnerAreRevokedWithTheReasonAndNoOthers() {
            String owner = newOwner();
            List<OwnKey> keys = List.of(keyOf(owner), keyOf(owner), keyOf(owner));
            OwnKey other = keyOf(newOwner());

            Answer answer = function.call(post(admin).json("{\"owner\":\"" + owner + "\",\"reason\":\"they left\"}"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json()).containsEntry("owner", owner).containsEntry("revoked", 3);
            assertThat(keys)
                    .allSatisfy(key -> assertThat(core.reader
                                    .find(admin, key.keyId().value())
                                    .orElseThrow()
                                    .status())
                            .isEqualTo(new KeyStatus.Revoked(
                                    core.clock.instant(), admin.keyId().value(), Optional.of("they left"))));
            assertThat(isRevoked(other)).isFalse();
        }

        @Test
        void firstCallSaysWhenToComeBackAndTheLastOneThatAllIsDone() {
            String owner = newOwner();
            keyOf(owner);

            Answer first = revoke(owner);
            core.clock.advance(IN_FLIGHT);
            Answer last = goOn(admin, first);

            assertThat(first.json())
                    .containsOnlyKeys("owner", "revoked", "done", "continuation", "retry_after_seconds")
                    .containsEntry("done", false)
                    .containsEntry("retry_after_seconds", 60);
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.json())
                    .containsEntry("revoked", 0)
                    .containsEntry("done", true)
                    .containsEntry("continuation", null)
                    .containsEntry("retry_after_seconds", null);
        }

        @Test
        void callBeforeItsTimeSaysHowLongIsLeft() {
            Answer first = revoke(newOwner());
            core.clock.advance(IN_FLIGHT.minusMillis(1));

            Answer early = goOn(admin, first);

            assertThat(early.json())
                    .containsEntry("revoked", 0)
                    .containsEntry("done", false)
                    .containsEntry("continuation", first.text("continuation"))
                    .containsEntry("retry_after_seconds", 1);
        }

        @Test
        void noKeyIsIssuedForTheOwnerUntilAllIsDone() {
            String owner = newOwner();

            Answer first = revoke(owner);
            assertThat(tryToIssue(owner)).isInstanceOf(IssueResult.Refused.class);
            core.clock.advance(IN_FLIGHT);
            assertThat(tryToIssue(owner)).isInstanceOf(IssueResult.Refused.class);
            goOn(admin, first);

            assertThat(tryToIssue(owner)).isInstanceOf(IssueResult.Issued.class);
        }

        @Test
        void manyKeysTakeSeveralCalls() {
            String owner = newOwner();
            for (int i = 0; i < 201; i++) {
                keyOf(owner);
            }

            Answer first = revoke(owner);
            Answer second = goOn(admin, first);

            assertThat(first.json()).containsEntry("revoked", 200).containsEntry("retry_after_seconds", null);
            assertThat(second.json()).containsEntry("revoked", 1).containsEntry("retry_after_seconds", 60);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "{\"owner\":null,\"reason\":null,\"continuation\":null}"})
        void ownerIsTheCallersUnlessNamedAndTheCallerGoesLast(String body) {
            String owner = newOwner();
            OwnKey key = keyOf(owner);
            OwnKey callersKey = keyOf(owner, "keys:revoke");
            Principal caller = core.principal(callersKey);

            Answer first = function.call(post(caller).json(body));

            assertThat(first.json()).containsEntry("owner", owner).containsEntry("revoked", 1);
            assertThat(isRevoked(key)).isTrue();
            assertThat(isRevoked(callersKey)).isFalse();
            core.clock.advance(IN_FLIGHT);
            assertThat(goOn(caller, first).json()).containsEntry("revoked", 1).containsEntry("done", true);
            assertThat(isRevoked(callersKey)).isTrue();
        }

        @Test
        void continuationOfAnotherOwnersRevocationReachesNoKeyOfThatOwner() {
            String foreign = newOwner();
            Answer begun = revoke(foreign);
            core.clock.advance(IN_FLIGHT);
            goOn(admin, begun);
            OwnKey spared = keyOf(foreign);
            String own = newOwner();
            Principal caller = core.principal(keyOf(own, "keys:revoke"));

            Answer answer =
                    function.call(post(caller).json("{\"continuation\":\"" + begun.text("continuation") + "\"}"));

            assertThat(answer.json()).containsEntry("owner", own);
            assertThat(isRevoked(spared)).isFalse();
        }

        @Test
        void neitherReasonNorOwnerNorContinuationIsLogged() {
            String owner = newOwner();
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(() -> answer[0] =
                    function.call(post(admin).json("{\"owner\":\"" + owner + "\",\"reason\":\"in-the-body\"}")));

            assertThat(lines)
                    .contains("\"status\":200")
                    .doesNotContain(owner, "in-the-body", answer[0].text("continuation"));
        }
    }

    @Nested
    class Returns4xx {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "x",
                    "~~~",
                    "-~-~-~-",
                    "1~-~-",
                    "1~-~-~-~-",
                    "-1~-~-~-",
                    "x~-~-~-",
                    "1~x~-~-",
                    "1~-~x~-",
                    "1~-~-~x",
                    "1~-~-~0000000000000000,",
                    "1~-~1.0000000000000000x~-",
                    "253402214400001~-~-~-",
                    "9223372036854775808~-~-~-",
                    "1~99999999999999999999~-~-",
                    "1 ~-~-~-"
                })
        void continuationThatNoCallAnsweredIsRefusedAndRevokesNothing(String continuation) {
            String owner = newOwner();
            OwnKey key = keyOf(owner);
            core.calls.take();

            Answer answer = function.call(
                    post(admin).json("{\"owner\":\"" + owner + "\",\"continuation\":\"" + continuation + "\"}"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.pointers()).containsExactly("/continuation");
            assertThat(core.calls.take()).isEmpty();
            assertThat(isRevoked(key)).isFalse();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"owner\":7}|/owner",
                    "{\"owner\":[\"acme\"]}|/owner",
                    "{\"owner\":\"a\",\"owner\":\"a\"}|/owner",
                    "{\"reason\":\"\"}|/reason",
                    "{\"reason\":true}|/reason",
                    "{\"reason\":\"a\\u0000\"}|/reason",
                    "{\"continuation\":7}|/continuation",
                    "{\"continuation\":{}}|/continuation",
                    "{\"include_issued\":true}|/include_issued",
                    "{\"key_id\":\"a\"}|/key_id",
                    "[]|''",
                    "null|''"
                })
        void badBodyIsRefusedWithItsField(String body, String pointer) {
            core.calls.take();

            Answer answer = function.call(post(admin).json(body));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly(pointer);
            assertThat(core.calls.take()).isEmpty();
        }

        @Test
        void reasonHasAtMostFiveHundredCharacters() {
            String owner = newOwner();

            Answer most = function.call(
                    post(admin).json("{\"owner\":\"" + owner + "\",\"reason\":\"" + "😀".repeat(500) + "\"}"));
            Answer more = function.call(
                    post(admin).json("{\"owner\":\"" + owner + "\",\"reason\":\"" + "😀".repeat(501) + "\"}"));

            assertThat(most.status()).isEqualTo(200);
            assertThat(more.pointers()).containsExactly("/reason");
        }

        @Test
        void ownerThatTheCallerMayNotActForIsAbsentWhateverItsForm() {
            String foreign = newOwner();
            OwnKey spared = keyOf(foreign);
            Principal caller = core.principal(keyOf("acme", "*"));

            List<Answer> answers = List.of(foreign, newOwner(), "a b", "", "*", "é").stream()
                    .map(owner -> function.call(post(caller).requestId("same").json("{\"owner\":\"" + owner + "\"}")))
                    .toList();

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.body()).isEqualTo(answers.getFirst().body());
            });
            assertThat(isRevoked(spared)).isFalse();
            assertThat(tryToIssue(foreign)).isInstanceOf(IssueResult.Issued.class);
        }

        @Test
        void callerWithoutTheScopeIsRefusedBeforeItsBodyIsRead() {
            Principal caller = core.principal(keyOf("acme", "keys:delete", "keys:issue"));

            Answer answer = function.call(post(caller).json("not JSON"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        @Test
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller() {
            TestEvent without = TestEvent.of("POST", "/v1/keys/revoke");
            TestEvent forged = TestEvent.of("POST", "/v1/keys/revoke")
                    .authorizer(Map.of("key_id", admin.keyId().value(), "owner", "acme", "scope", "keys:*"));

            assertThat(function.call(without).status()).isEqualTo(401);
            assertThat(function.call(forged).status()).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "..", "/", "%2e", "x/.."})
        void noKeyIdMakesTheRevocationOfAKeyOneOfItsOwner(String keyId) {
            core.calls.take();

            Answer answer = function.call(TestEvent.of("POST", "/v1/keys/{key_id}/revoke")
                    .parameter("key_id", keyId)
                    .by(admin));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(core.calls.take()).isEmpty();
        }

        @Test
        void formIsNotSupported() {
            assertThat(function.call(post(admin).form("owner=acme")).status()).isEqualTo(415);
        }
    }

    @Test
    void outageOfTheOwnersIsUnavailableAndRevokesNothing() {
        String owner = newOwner();
        OwnKey key = keyOf(owner);
        try (FunctionUnderTest cutOff = new FunctionUnderTest(core, Map.of("keysmith.state-table", "out-of-reach"))) {
            Answer answer = cutOff.call(post(admin).json("{\"owner\":\"" + owner + "\"}"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
            assertThat(isRevoked(key)).isFalse();
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent repeated = post(admin).json("{\"owner\":\"" + newOwner() + "\"}");
        TestEvent refused = post(admin).json("{\"continuation\":\"\"}");
        function.call(repeated);
        function.call(refused);
        int before = function.liveBeans();

        for (int i = 0; i < 200; i++) {
            function.call(repeated);
            function.call(refused);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
