package dev.keysmith.functions.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/tokens}, and keys in JWT form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MintFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private Answer mint(Principal caller, String body) {
        return function.call(TestEvent.of("POST", "/v1/tokens").by(caller).json(body));
    }

    @Test
    void tokenIsShownOnceAsOAuthHasIt() {
        core.calls.take();
        Answer answer =
                mint(admin, "{\"scope\":\"chat:read\",\"expires_in_seconds\":60,\"audience\":\"other-audience\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(answer.json().keySet())
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "scope");
        assertThat(answer.json())
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 60)
                .containsEntry("scope", "chat:read");
        assertThat(core.calls.take()).isEmpty();
        Verification.Verified verified = (Verification.Verified) core.verify(answer.text("access_token"));
        assertThat(verified.principal().keyId()).isEqualTo(admin.keyId());
        assertThat(verified.token().orElseThrow().audience()).containsExactly("other-audience");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"scope\":null}"})
    void everyFieldMayBeLeftOut(String body) {
        Answer answer = mint(admin, body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).containsEntry("expires_in", 3600).containsEntry("scope", "* owners:any");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"scope\":\"\"}|/scope",
                "{\"scope\":7}|/scope",
                "{\"scope\":[\"chat:read\"]}|/scope",
                "{\"scope\":\"chat:read\\u0000\"}|/scope",
                "{\"scope\":\"chat:read\\n\"}|/scope",
                "{\"expires_in_seconds\":0}|/expires_in_seconds",
                "{\"expires_in_seconds\":3601}|/expires_in_seconds",
                "{\"expires_in_seconds\":\"60\"}|/expires_in_seconds",
                "{\"expires_in_seconds\":1.5}|/expires_in_seconds",
                "{\"expires_in_seconds\":99999999999}|/expires_in_seconds",
                "{\"audience\":\"somebody-else\"}|/audience",
                "{\"audience\":[\"our-api\"]}|/audience",
                "{\"sub\":\"x\"}|/sub",
                "{\"scope\":\"chat:read\",\"scope\":\"*\"}|/scope",
                "[]|''"
            })
    void badBodyIsRefusedWithItsField(String body, String pointer) {
        Answer answer = mint(admin, body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("request_invalid");
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    @Test
    void moreThanTheKeyHasExceedsItsOwn() {
        Principal caller = core.principal(core.issue(admin, "acme", "chat:read"));
        Answer answer = mint(caller, "{\"scope\":\"chat:read chat:write\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("grant_exceeds_own");
        assertThat(answer.pointers()).containsExactly("/scope");
        assertThat(answer.body()).doesNotContain("eyJ");
    }

    @Test
    void tokenMintsNothing() {
        Answer answer = mint(core.principal(core.token(admin)), "{}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("scope_insufficient");
        assertThat(answer.body()).doesNotContain("eyJ");
    }

    @Test
    void nobodyMintsWithoutACredential() {
        assertThat(function.call(TestEvent.of("POST", "/v1/tokens").json("{}")).status())
                .isNotEqualTo(200);
        Map<String, String> anonymous =
                Map.of("role", "basic", "scope", "chat:read", "environment", "live", "credential_kind", "anonymous");
        Answer answer = function.call(
                TestEvent.of("POST", "/v1/tokens").authorizer(anonymous).json("{}"));
        assertThat(answer.status()).isNotEqualTo(200);
        assertThat(answer.body()).doesNotContain("eyJ");
    }

    @Test
    void tokenIsInNoLog() {
        StringBuilder token = new StringBuilder();
        String lines = LoggedLines.during(() -> {
            Answer answer = mint(admin, "{}");
            token.append(answer.text("access_token"));
        });
        assertThat(token.toString()).startsWith("ey");
        assertThat(lines).contains("\"status\":200").doesNotContain(token, token.substring(token.lastIndexOf(".") + 1));
    }

    @Test
    void keyInJwtFormIsIssued() {
        Answer answer =
                function.call(TestEvent.of("POST", "/v1/keys").by(admin).json("{\"name\":\"a\",\"format\":\"jwt\"}"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json()).containsEntry("format", "jwt");
        assertThat(answer.text("key")).startsWith("ey");
        assertThat(core.verify(answer.text("key"))).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void tokenIssuesNothingThatLivesLongerThanItself() {
        Principal token = core.principal(core.token(admin));
        Answer longer = function.call(
                TestEvent.of("POST", "/v1/keys").by(token).json("{\"name\":\"a\",\"expires_in_days\":1}"));
        assertThat(longer.status()).isEqualTo(403);
        assertThat(longer.code()).isEqualTo("grant_exceeds_own");
        assertThat(longer.pointers()).contains("/expires_in_days");
        String end = core.clock.instant().plus(Duration.ofHours(1)).toString();
        Answer asLong = function.call(
                TestEvent.of("POST", "/v1/keys").by(token).json("{\"name\":\"a\",\"expires_at\":\"" + end + "\"}"));
        assertThat(asLong.status()).isEqualTo(201);
    }

    @Test
    void switchedOffThereAreNoTokensAndNoKeysInJwtForm() {
        Core off = new Core(Map.of("keysmith.jwt", "off"));
        Principal caller = off.admin();
        try (FunctionUnderTest other = new FunctionUnderTest(off, Map.of("keysmith.jwt", "off"))) {
            assertThat(other.call(TestEvent.of("POST", "/v1/tokens").by(caller).json("{}"))
                            .status())
                    .isEqualTo(404);
            Answer issued =
                    other.call(TestEvent.of("POST", "/v1/keys").by(caller).json("{\"name\":\"a\",\"format\":\"jwt\"}"));
            assertThat(issued.status()).isEqualTo(400);
            assertThat(issued.pointers()).containsExactly("/format");
        }
    }
}
