package dev.keysmith.functions.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/keys} with an {@code Idempotency-Key}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedIssueTest {

    private static final String BODY = "{\"name\":\"reporting\"}";

    private final Core core = new Core();
    private final OwnKey credential = core.firstAdminKey.issue();
    private final Principal admin = core.principal(credential);
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private TestEvent post() {
        return TestEvent.of("POST", "/v1/keys")
                .by(admin)
                .requestId(UUID.randomUUID().toString())
                .header("x-api-key", credential.reveal());
    }

    private Answer issue(String name, String body) {
        return function.call(post().header("Idempotency-Key", name).json(body));
    }

    private void assertMismatch(Answer answer) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("idempotency_mismatch");
        assertThat(answer.body()).doesNotContain("ks_live", "reporting");
    }

    @Test
    void repetitionIsAnsweredWordForWordForTenMinutes() {
        Answer first = issue("once", BODY);
        core.clock.advance(Duration.ofMinutes(10).minusMillis(1));

        Answer again = issue("once", BODY);

        assertThat(again.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(again.headers())
                .containsEntry("Idempotency-Replayed", "true")
                .containsEntry("Content-Type", first.headers().get("Content-Type"))
                .containsEntry("Cache-Control", "no-store");
        assertThat(core.verify(again.text("key"))).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void nameIsFreeAgainAfterTenMinutes() {
        Answer first = issue("again", BODY);
        core.clock.advance(Duration.ofMinutes(10));

        Answer later = issue("again", BODY);

        assertThat(later.status()).isEqualTo(201);
        assertThat(later.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(later.text("key_id")).isNotEqualTo(first.text("key_id"));
    }

    @Test
    void repetitionIsOneReadAndNoWrite() {
        core.calls.take();

        issue("calls", BODY);
        assertThat(core.calls.take()).containsExactly("GetItem", "UpdateItem", "TransactWriteItems");

        issue("calls", BODY);
        assertThat(core.calls.take()).containsExactly("GetItem");
    }

    @Test
    void sameBytesAreTheSameRequestHoweverTheGatewayEncodesThem() {
        String body = "{\"name\":\"Ünïcode\"}";
        Answer first = issue("encoding", body);

        Answer again = function.call(post().header("IDEMPOTENCY-KEY", "encoding")
                .header("content-type", "application/json; charset=utf-8")
                .textBody(body));

        assertThat(again.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"name\":\"other\"}", "{\"name\":\"reporting\" }", "{\"name\":\"reporting\",\"owner\":null}"})
    void nameOfAnotherBodyIsAMismatch(String body) {
        String name = UUID.randomUUID().toString();
        issue(name, BODY);

        assertMismatch(issue(name, body));
    }

    @Test
    void anotherCredentialOfTheCallerOpensNoAnswer() {
        issue("credential", BODY);

        Answer answer = function.call(TestEvent.of("POST", "/v1/keys")
                .by(admin)
                .header("x-api-key", core.firstAdminKey.issue().reveal())
                .header("Idempotency-Key", "credential")
                .json(BODY));

        assertMismatch(answer);
    }

    @Test
    void anotherCallersNameIsAnotherName() {
        Answer first = issue("shared", BODY);
        OwnKey other = core.firstAdminKey.issue();

        Answer answer = function.call(TestEvent.of("POST", "/v1/keys")
                .by(core.principal(other))
                .header("x-api-key", other.reveal())
                .header("Idempotency-Key", "shared")
                .json(BODY));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(answer.text("key_id")).isNotEqualTo(first.text("key_id"));
        assertThat(answer.text("issued_by")).isEqualTo(other.keyId().value());
    }

    @Test
    void namesAreToldApartByTheCaseOfTheirLetters() {
        Answer first = issue("case", BODY);

        assertThat(issue("CASE", BODY).text("key_id")).isNotEqualTo(first.text("key_id"));
    }

    @Test
    void requestThatWasRefusedLeavesItsNameFree() {
        assertThat(issue("refused", "{}").status()).isEqualTo(400);
        assertThat(issue("refused", "{\"name\":\"a\",\"role\":\"king\"}").status())
                .isEqualTo(400);

        Answer corrected = issue("refused", BODY);

        assertThat(corrected.status()).isEqualTo(201);
        assertThat(corrected.headers()).doesNotContainKey("Idempotency-Replayed");
    }

    @Test
    void nameMayHave255Characters() {
        assertThat(issue("!~".repeat(127) + "\"", BODY).status()).isEqualTo(201);
        assertMalformed(issue("!~".repeat(128), BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", " a", "a\u0000", "\u007f", "é", "😀", "a\r\nb"})
    void malformedNameIsRefusedAndIssuesNothing(String name) {
        core.calls.take();

        assertMalformed(issue(name, BODY));
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void nameGivenTwiceIsRefused() {
        TestEvent twice = post().header("Idempotency-Key", "twice").header("Idempotency-Key", "twice");
        TestEvent twoCases = post().header("Idempotency-Key", "twice").header("idempotency-key", "twice");

        assertMalformed(function.call(twice.json(BODY)));
        assertMalformed(function.call(twoCases.json(BODY)));
    }

    private void assertMalformed(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("request_invalid");
        assertThat(answer.text("detail")).contains("Idempotency-Key");
    }

    @Test
    void credentialOfAFurtherHeaderSealsAsWell() {
        Map<String, Object> settings = Map.of("keysmith.credential-headers", "service-authorization");
        try (FunctionUnderTest other = new FunctionUnderTest(core, settings)) {
            TestEvent event = TestEvent.of("POST", "/v1/keys")
                    .by(admin)
                    .header("service-authorization", "Bearer " + credential.reveal())
                    .header("Idempotency-Key", "header")
                    .json(BODY);

            Answer first = other.call(event);

            assertThat(other.call(event).body()).isEqualTo(first.body());
            // The same credential, by whatever header.
            assertThat(issue("header", BODY).body()).isEqualTo(first.body());
        }
    }

    @Test
    void requestWithoutTheOneCredentialThatSealsIssuesNothing() {
        core.calls.take();

        Answer none = function.call(TestEvent.of("POST", "/v1/keys")
                .by(admin)
                .header("Idempotency-Key", "a")
                .json(BODY));
        Answer two = function.call(post().header("authorization", "Bearer " + credential.reveal())
                .header("Idempotency-Key", "a")
                .json(BODY));

        assertThat(none.status()).isEqualTo(two.status()).isEqualTo(503);
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void outageOfTheReplaysIsUnavailableAndIssuesNothing() {
        try (FunctionUnderTest cutOff = new FunctionUnderTest(core, Map.of("keysmith.state-table", "out-of-reach"))) {
            core.calls.take();

            Answer answer =
                    cutOff.call(post().header("Idempotency-Key", "outage").json(BODY));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
            assertThat(core.calls.take()).containsOnly("GetItem");
        }
    }

    @Test
    void neitherKeyNorCredentialNorNameIsInALog() {
        Answer[] answers = new Answer[2];

        String lines = LoggedLines.during(() -> {
            answers[0] = issue("hidden-name", BODY);
            answers[1] = issue("hidden-name", BODY);
        });

        assertThat(answers[1].body()).isEqualTo(answers[0].body());
        assertThat(lines)
                .contains("\"status\":201")
                .doesNotContain(answers[0].text("key"), credential.reveal(), "ks_live", "hidden-name");
    }

    @Test
    void whatIsKeptOfAnAnswerShowsNeitherKeyNorCaller() {
        Answer answer = issue("kept", BODY);

        String kept = core.dynamoDb.scan(scan -> scan.tableName(core.stateTable)).items().stream()
                .flatMap(item -> item.values().stream())
                .map(value -> value.b() == null ? value.toString() : value.b().asString(StandardCharsets.ISO_8859_1))
                .toList()
                .toString();

        assertThat(kept)
                .doesNotContain(answer.text("key"), "ks_live", "kept", "reporting")
                .doesNotContain(answer.text("key_id"), admin.keyId().value());
    }
}
