package dev.keysmith.functions.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/keys/{key_id}/rotate} with an {@code Idempotency-Key}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedRotationTest {

    private final Core core = new Core();
    private final OwnKey adminKey = core.firstAdminKey.issue();
    private final Principal admin = core.principal(adminKey);
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private TestEvent rotate(OwnKey key) {
        return TestEvent.of("POST", "/v1/keys/{key_id}/rotate")
                .parameter("key_id", key.keyId().value())
                .by(admin)
                .requestId(UUID.randomUUID().toString());
    }

    private boolean isGood(String text) {
        return core.verify(text) instanceof Verification.Verified;
    }

    private TestEvent named(OwnKey key, String name) {
        return rotate(key).header("x-api-key", adminKey.reveal()).header("Idempotency-Key", name);
    }

    @Test
    void repetitionIsAnsweredWordForWordForTenMinutes() {
        OwnKey key = core.issue(admin, "acme");
        Answer first = function.call(named(key, "once").json("{\"grace_seconds\":0}"));
        core.clock.advance(Duration.ofMinutes(10).minusMillis(1));

        Answer again = function.call(named(key, "once").json("{\"grace_seconds\":0}"));

        assertThat(again.status()).isEqualTo(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(again.headers())
                .containsEntry("Idempotency-Replayed", "true")
                .containsEntry("Content-Type", first.headers().get("Content-Type"))
                .containsEntry("Cache-Control", "no-store");
        assertThat(isGood(again.text("key"))).isTrue();
    }

    @Test
    void nameIsFreeAgainAfterTenMinutes() {
        OwnKey key = core.issue(admin, "acme");
        Answer first = function.call(named(key, "again"));
        core.clock.advance(Duration.ofMinutes(10));

        Answer later = function.call(named(key, "again"));

        assertThat(later.status()).isEqualTo(200);
        assertThat(later.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(later.text("key")).isNotEqualTo(first.text("key"));
        assertThat(isGood(later.text("key"))).isTrue();
    }

    @Test
    void repetitionRotatesNothing() {
        OwnKey key = core.issue(admin, "acme");
        function.call(named(key, "nothing-more"));
        core.clock.advance(Duration.ofSeconds(1));
        core.calls.take();

        function.call(named(key, "nothing-more"));

        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(isGood(key.reveal())).isTrue();
    }

    @Test
    void nameOfAnotherBodyIsAMismatch() {
        OwnKey key = core.issue(admin, "acme");
        Answer first = function.call(named(key, "body").json("{\"grace_seconds\":60}"));
        core.clock.advance(Duration.ofSeconds(1));

        Answer other = function.call(named(key, "body").json("{\"grace_seconds\":61}"));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("idempotency_mismatch");
        assertThat(other.body()).doesNotContain("ks_live");
        assertThat(isGood(first.text("key"))).isTrue();
    }

    @Test
    void nameOfAnotherKeysRotationIsAMismatch() {
        OwnKey other = core.issue(admin, "acme");
        function.call(named(core.issue(admin, "acme"), "key"));

        Answer answer = function.call(named(other, "key"));

        assertThat(answer.code()).isEqualTo("idempotency_mismatch");
        assertThat(isGood(other.reveal())).isTrue();
    }

    @Test
    void anotherCredentialOfTheCallerOpensNoAnswer() {
        OwnKey key = core.issue(admin, "acme");
        function.call(named(key, "credential"));

        Answer answer = function.call(rotate(key)
                .header("x-api-key", core.firstAdminKey.issue().reveal())
                .header("Idempotency-Key", "credential"));

        assertThat(answer.code()).isEqualTo("idempotency_mismatch");
        assertThat(answer.body()).doesNotContain("ks_live");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\u0000", "\u007f", "é", "😀", "a,\tb"})
    void malformedNameIsRefusedAndRotatesNothing(String name) {
        OwnKey key = core.issue(admin, "acme");

        Answer answer = function.call(named(key, name).json("{\"grace_seconds\":0}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("request_invalid");
        assertThat(answer.text("detail")).contains("Idempotency-Key");
        assertThat(isGood(key.reveal())).isTrue();
    }
}
