package dev.keysmith.functions.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.rotating.KeyRotator;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code POST /v1/keys/{key_id}/rotate/finish}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FinishRotationTest {

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

    private static TestEvent finish(String keyId, Principal caller) {
        return TestEvent.of("POST", "/v1/keys/{key_id}/rotate/finish")
                .parameter("key_id", keyId)
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private TestEvent finish(OwnKey key) {
        return finish(key.keyId().value(), admin);
    }

    /** The key's new secret; the previous one is in its grace. */
    private String rotated(OwnKey key) {
        RotateKeyCommand command = new RotateKeyCommand(
                key.keyId().value(), KeyRotator.DEFAULT_GRACE, core.clock.instant(), Optional.empty());
        return ((IssueResult.Issued) core.rotator.rotate(admin, command, Core.origin()))
                .issued()
                .key()
                .reveal();
    }

    private boolean isGood(String text) {
        return core.verify(text) instanceof Verification.Verified;
    }

    @Test
    void previousSecretEndsNow() {
        OwnKey key = keyOf("acme");
        String second = rotated(key);

        Answer answer = function.call(finish(key));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).containsEntry("key_id", key.keyId().value()).containsEntry("grace_ends_at", null);
        assertThat(isGood(key.reveal())).isFalse();
        assertThat(isGood(second)).isTrue();
    }

    @Test
    void keyIsShownNeitherInTheAnswerNorInALog() {
        OwnKey key = keyOf("acme");
        String second = rotated(key);
        Answer[] answer = new Answer[1];

        String lines =
                LoggedLines.during(() -> answer[0] = function.call(finish(key).header("x-api-key", second)));

        assertThat(answer[0].json()).containsKey("key_id").doesNotContainKeys("key", "secret", "hash");
        assertThat(answer[0].body()).doesNotContain("ks_live", second.substring(26));
        assertThat(lines).contains("\"status\":200").doesNotContain("ks_live");
    }

    @Test
    void finishingIsOneReadAndOneWriteAndTheSecondTimeOneRead() {
        OwnKey key = keyOf("acme");
        rotated(key);
        core.calls.take();

        function.call(finish(key));
        core.clock.advance(Duration.ofSeconds(1));
        Answer again = function.call(finish(key));

        assertThat(core.calls.take()).containsExactly("GetItem", "PutItem", "GetItem");
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void keyThatWasNeverRotatedStaysAsItIs() {
        OwnKey key = keyOf("acme");

        assertThat(function.call(finish(key)).status()).isEqualTo(200);
        assertThat(isGood(key.reveal())).isTrue();
    }

    @Test
    void revokedKeyIsShownAsSuch() {
        OwnKey key = keyOf("acme");
        rotated(key);
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());

        assertThat(function.call(finish(key)).json())
                .containsEntry("status", "revoked")
                .containsEntry("grace_ends_at", null);
    }

    @Test
    void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
        OwnKey foreign = keyOf("acme");
        rotated(foreign);
        Principal caller = core.principal(keyOf("other", "*"));

        Answer forbidden = function.call(finish(foreign.keyId().value(), caller).requestId("same"));
        Answer missing = function.call(finish("0000000000000000", caller).requestId("same"));

        assertThat(forbidden.status()).isEqualTo(404);
        assertThat(forbidden.body()).isEqualTo(missing.body());
        assertThat(isGood(foreign.reveal())).isTrue();
    }

    @Test
    void bodyThatSaysSomethingIsRefusedAndEndsNothing() {
        OwnKey key = keyOf("acme");
        rotated(key);

        Answer answer = function.call(finish(key).json("{\"grace_seconds\":0}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/grace_seconds");
        assertThat(isGood(key.reveal())).isTrue();
    }
}
