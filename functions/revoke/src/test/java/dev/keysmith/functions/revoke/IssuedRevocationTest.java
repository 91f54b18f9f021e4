package dev.keysmith.functions.revoke;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/keys/{key_id}/revoke} with {@code include_issued}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuedRevocationTest {

    private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);
    private final String owner = UUID.randomUUID().toString();

    // A caller of the owner goes over its keys in the order of their issue, so that one call sees a whole line of them.
    private final Principal caller = core.principal(core.issue(admin, owner, "keys:revoke"));

    @AfterAll
    void stop() {
        function.close();
    }

    /** A key that issued one that issued one. */
    private List<OwnKey> line() {
        OwnKey first = core.issue(admin, owner, "keys:issue", "chat:*");
        core.clock.advance(Duration.ofMillis(1));
        OwnKey second = core.issue(core.principal(first), owner, "keys:issue", "chat:*");
        core.clock.advance(Duration.ofMillis(1));
        return List.of(first, second, core.issue(core.principal(second), owner, "chat:read"));
    }

    private boolean isRevoked(OwnKey key) {
        return core.verify(key.reveal()) instanceof Verification.Refused(ErrorCode code)
                && code == ErrorCode.KEY_REVOKED;
    }

    private static TestEvent post(String keyId, Principal caller) {
        return TestEvent.of("POST", "/v1/keys/{key_id}/revoke")
                .parameter("key_id", keyId)
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private Answer revoke(OwnKey key, String body) {
        return function.call(post(key.keyId().value(), caller).json(body));
    }

    private static Map<?, ?> issued(Answer answer) {
        return (Map<?, ?>) requireNonNull(answer.json().get("issued"));
    }

    @Test
    void keysThatItIssuedAreRevokedWithItAndNoOthers() {
        List<OwnKey> line = line();
        OwnKey unrelated = core.issue(admin, owner, "keys:issue", "chat:*");

        Answer answer = revoke(line.getFirst(), "{\"include_issued\":true,\"reason\":\"leaked\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("key_id", line.getFirst().keyId().value())
                .containsEntry("status", "revoked")
                .containsEntry("revocation_reason", "leaked")
                .containsKey("effective_by");
        assertThat(issued(answer).get("revoked")).isEqualTo(2);
        assertThat(line).allMatch(this::isRevoked);
        assertThat(isRevoked(unrelated)).isFalse();
    }

    @Test
    void callsGoOnUntilAllIsDone() {
        OwnKey key = line().getFirst();
        Map<?, ?> first = issued(revoke(key, "{\"include_issued\":true}"));
        assertThat(first.keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("revoked", "done", "continuation", "retry_after_seconds");
        assertThat(first.get("done")).isEqualTo(false);
        assertThat(first.get("retry_after_seconds")).isEqualTo(60);
        core.clock.advance(IN_FLIGHT);

        Answer last = revoke(key, "{\"include_issued\":true,\"continuation\":\"" + first.get("continuation") + "\"}");

        assertThat(last.status()).isEqualTo(200);
        assertThat(issued(last).get("revoked")).isEqualTo(0);
        assertThat(issued(last).get("done")).isEqualTo(true);
        assertThat(issued(last).get("continuation")).isNull();
        assertThat(issued(last).get("retry_after_seconds")).isNull();
    }

    @Test
    void callerThatCrossesOwnersReachesIssuedKeysOfOtherOwnersOnceAllIsDone() {
        OwnKey crossing = core.issue(admin, owner, "keys:issue", "chat:*", "owners:any");
        OwnKey abroad = core.issue(core.principal(crossing), "abroad", "keys:issue", "chat:*");
        OwnKey last = core.issue(core.principal(abroad), "abroad", "chat:read");
        int revoked = 0;
        String continuation = "null";
        boolean done = false;
        for (int calls = 0; !done && calls < 10; calls++) {
            Map<?, ?> issued = issued(function.call(post(crossing.keyId().value(), admin)
                    .json("{\"include_issued\":true,\"continuation\":" + continuation + "}")));
            revoked += Integer.parseInt(String.valueOf(issued.get("revoked")));
            continuation = "\"" + issued.get("continuation") + "\"";
            done = Boolean.TRUE.equals(issued.get("done"));
            core.clock.advance(IN_FLIGHT);
        }

        assertThat(done).isTrue();
        assertThat(revoked).isEqualTo(2);
        assertThat(List.of(crossing, abroad, last)).allMatch(this::isRevoked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"include_issued\":false}", "{\"include_issued\":null}"})
    void keysThatItIssuedAreSparedUnlessAskedFor(String body) {
        List<OwnKey> line = line();

        Answer answer = revoke(line.getFirst(), body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).doesNotContainKey("issued");
        assertThat(line.stream().map(this::isRevoked)).containsExactly(true, false, false);
    }

    @Test
    void keyThatWasRevokedBeforeHasItsIssuedKeysRevoked() {
        List<OwnKey> line = line();
        revoke(line.getFirst(), "{}");

        revoke(line.getFirst(), "{\"include_issued\":true}");

        assertThat(line).allMatch(this::isRevoked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "~~~", "1~-~-", "-1~-~-~-", "1~-~-~x", "1~-~-~0000000000000000 ", "1~-~-~-\\\"", "é"})
    void continuationThatNoCallAnsweredIsRefusedAndRevokesNothing(String continuation) {
        List<OwnKey> line = line();

        Answer answer = revoke(line.getFirst(), "{\"include_issued\":true,\"continuation\":\"" + continuation + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/continuation");
        assertThat(line).noneMatch(this::isRevoked);
    }

    @Test
    void issuersThatACallerAddsToAContinuationReachNoKeyOfAnotherOwner() {
        OwnKey foreignIssuer = core.issue(admin, "foreign", "keys:issue", "chat:*");
        OwnKey spared = core.issue(core.principal(foreignIssuer), "foreign", "chat:read");
        OwnKey mine = core.issue(admin, "mine", "keys:issue");
        Principal myself = core.principal(core.issue(admin, "mine", "keys:revoke"));
        String forged = "0~-~-~" + foreignIssuer.keyId() + "," + mine.keyId();

        Answer answer = function.call(post(mine.keyId().value(), myself)
                .json("{\"include_issued\":true,\"continuation\":\"" + forged + "\"}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(isRevoked(mine)).isTrue();
        assertThat(isRevoked(spared)).isFalse();
        assertThat(isRevoked(foreignIssuer)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"include_issued\":\"true\"}|/include_issued",
                "{\"include_issued\":1}|/include_issued",
                "{\"include_issued\":[]}|/include_issued",
                "{\"include_issued\":{}}|/include_issued",
                "{\"include_issued\":true,\"include_issued\":false}|/include_issued",
                "{\"includeIssued\":true}|/includeIssued",
                "{\"include_issued\":true,\"continuation\":7}|/continuation",
                "{\"include_issued\":true,\"owner\":\"acme\"}|/owner",
            })
    void badBodyIsRefusedWithItsFieldAndRevokesNothing(String body, String pointer) {
        List<OwnKey> line = line();

        Answer answer = revoke(line.getFirst(), body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(pointer);
        assertThat(line).noneMatch(this::isRevoked);
    }

    @Test
    void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
        List<OwnKey> line = line();
        Principal stranger = core.principal(core.issue(admin, "other", "*"));

        Answer forbidden = function.call(post(line.getFirst().keyId().value(), stranger)
                .requestId("same")
                .json("{\"include_issued\":true}"));
        Answer missing = function.call(
                post("0000000000000000", stranger).requestId("same").json("{\"include_issued\":true}"));

        assertThat(forbidden.status()).isEqualTo(404);
        assertThat(forbidden.body()).isEqualTo(missing.body());
        assertThat(line).noneMatch(this::isRevoked);
    }
}
