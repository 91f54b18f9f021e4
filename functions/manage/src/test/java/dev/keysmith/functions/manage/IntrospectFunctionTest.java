package dev.keysmith.functions.manage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.minting.RequestedToken;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.updating.VersionCondition;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/introspect}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntrospectFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final Principal caller = core.principal(core.issue(admin, "acme", "tokens:introspect"));
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private Answer introspect(Principal by, String form) {
        return function.call(TestEvent.of("POST", "/v1/introspect").by(by).form(form));
    }

    private OwnKey key(String owner) {
        return core.issue(admin, owner, "chat:read", "chat:write");
    }

    @Test
    void tokenIsToldAsItIsNow() {
        OwnKey key = key("acme");
        String token = core.mint(
                core.principal(key), new RequestedToken(Optional.of("chat:read"), Optional.of(600), Optional.empty()));
        long now = core.clock.instant().getEpochSecond();
        core.calls.take();

        Answer answer = introspect(caller, "token=" + token + "&token_type_hint=access_token");

        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Cache-Control", "no-store");
        assertThat(answer.json())
                .containsEntry("active", true)
                .containsEntry("scope", "chat:read")
                .containsEntry("client_id", key.keyId().value())
                .containsEntry("sub", key.keyId().value())
                .containsEntry("token_type", "Bearer")
                .containsEntry("aud", List.of(Core.AUDIENCE))
                .containsEntry("iss", Core.ISSUER)
                .containsEntry("owner", "acme")
                .containsEntry("role", "basic")
                .containsEntry("environment", "live")
                .containsEntry("credential_kind", "access_token");
        assertThat(answer.text("iat")).isEqualTo(Long.toString(now));
        assertThat(answer.text("exp")).isEqualTo(Long.toString(now + 600));
        assertThat(answer.text("jti")).startsWith(key.keyId() + ".1.");
        assertThat(answer.body()).doesNotContain(token);
    }

    @Test
    void scopeIsTheEffectiveOne() {
        OwnKey key = key("acme");
        String token = core.token(core.principal(key));
        core.updater.update(
                admin,
                key.keyId().value(),
                AskedChange.ofKey().scopes("chat:write", "node:start").build(),
                new VersionCondition.Any(),
                Core.origin());
        assertThat(introspect(caller, "token=" + token).text("scope")).isEqualTo("chat:write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "jwt"})
    void keyIsToldWithoutWhatItHasNoWordFor(String format) {
        OwnKey key = core.issue(
                        admin, Asked.forKey().owner("acme").format(format).build())
                .key();
        Answer answer = introspect(caller, "token=" + key.reveal());
        assertThat(answer.json())
                .containsEntry("active", true)
                .containsEntry("credential_kind", format.equals("jwt") ? "jwt_key" : "api_key")
                .doesNotContainKeys("iss", "aud", "jti");
        assertThat(answer.body()).doesNotContain(key.reveal());
    }

    @Test
    void whatIsNotGoodOrNotTheCallersIsOnlyNotActive() {
        String revoked = core.token(core.principal(key("acme")));
        core.revoker.revokePresented(revoked, Core.origin());
        OwnKey revokedKey = key("acme");
        String ofRevokedKey = core.token(core.principal(revokedKey));
        core.revoker.revokePresented(revokedKey.reveal(), Core.origin());
        String others = core.token(core.principal(key("other")));
        for (String text : List.of(
                revoked,
                revokedKey.reveal(),
                ofRevokedKey,
                others,
                key("other").reveal(),
                core.token(admin),
                "nonsense",
                "eyJhbGciOiJub25lIn0.e30.",
                others.substring(0, others.length() - 4) + "AAAA",
                revokedKey.keyId().value())) {
            Answer answer = introspect(caller, "token=" + text);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"active\":false}");
        }
        // Who may act for all owners sees it.
        assertThat(introspect(admin, "token=" + others).json()).containsEntry("active", true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token=",
                "token",
                "token_type_hint=access_token",
                "token=a&token=a",
                "token=%zz",
                "token=%ff",
                "a=1&a=2&token=a"
            })
    void malformedFormIsInvalidRequest(String form) {
        Answer answer = introspect(caller, form);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("error", "invalid_request").containsKey("error_description");
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void anotherMediaTypeIsNotSupported() {
        assertThat(function.call(TestEvent.of("POST", "/v1/introspect")
                                .by(caller)
                                .json("{\"token\":\"a\"}"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void callerNeedsTheScope() {
        Principal without = core.principal(core.issue(admin, "acme", "tokens:other", "keys:read"));
        assertThat(introspect(without, "token=a").status()).isEqualTo(403);
        assertThat(function.call(TestEvent.of("POST", "/v1/introspect").form("token=a"))
                        .status())
                .isNotEqualTo(200);
        Map<String, String> anonymous = Map.of(
                "role", "basic", "scope", "tokens:introspect", "environment", "live", "credential_kind", "anonymous");
        assertThat(function.call(TestEvent.of("POST", "/v1/introspect")
                                .authorizer(anonymous)
                                .form("token=a"))
                        .status())
                .isNotEqualTo(200);
    }

    @Test
    void tokenIsInNoLog() {
        String token = core.token(core.principal(key("acme")));
        String lines = LoggedLines.during(() -> introspect(caller, "token=" + token));
        assertThat(lines).contains("\"status\":200").doesNotContain(token, token.substring(token.lastIndexOf('.')));
    }
}
