package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnonymousAccessTest {

    private static final String ROUTES = """
            GET /v1/me
            GET /v1/keys keys:read
            GET /chat/{room} chat:read
            GET /some any node:start chat:read
            GET /all all node:start chat:read
            DELETE /chat/{room} chat:delete""";
    private static final String BASIC = "basic";

    private final Core core = new Core();
    private final ApiKey admin = core.firstAdminKey.issue();
    private final TestContext context = new TestContext();

    @Test
    void itIsOffByDefault() {
        for (String role : List.of("", " ")) {
            assertThatThrownBy(() -> invoke(handler(role), rest("GET", "/chat/{room}", "")))
                    .hasMessage("Unauthorized");
        }
    }

    @Test
    void requestWithoutACredentialHasTheRolesScopesAndNoKey() throws Exception {
        core.calls.take();
        String answer = invoke(handler(BASIC), rest("GET", "/chat/{room}", ""));

        assertThat(answer)
                .contains("\"principalId\":\"anonymous\"")
                .contains("\"Effect\":\"Allow\",\"Resource\":"
                        + "\"arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/v1/GET/chat/*\"")
                .contains("\"context\":{\"")
                .contains("\"credential_kind\":\"anonymous\"")
                .contains("\"role\":\"basic\"")
                .contains("\"scope\":\"chat:read chat:write\"")
                .contains("\"environment\":\"live\"")
                .doesNotContain("key_id", "owner", "generation");
        assertThat(core.calls.take()).containsExactly("UpdateItem", "UpdateItem");
        assertThat(context.lines).isEmpty();
    }

    @Test
    void httpApisGetTheSimpleResponse() throws Exception {
        assertThat(invoke(handler(BASIC), Events.http("GET /chat/{room}", "\"accept\":\"*/*\"")))
                .startsWith("{\"isAuthorized\":true")
                .contains("\"credential_kind\":\"anonymous\"");
    }

    @Test
    void routeOpensAsItsRuleSays() throws Exception {
        assertThat(invoke(handler(BASIC), rest("GET", "/some", ""))).contains("\"Effect\":\"Allow\"");
        assertUnauthorized(rest("GET", "/all", ""));
        assertUnauthorized(rest("DELETE", "/chat/{room}", ""));
        assertUnauthorized(rest("POST", "/chat/{room}", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/me", "/v1/keys", "/unknown", "/{proxy+}"})
    void ownAndUnknownRoutesNeedACredential(String resource) {
        assertUnauthorized(rest("GET", resource, ""));
    }

    @Test
    void badCredentialIsNeverAnonymous() {
        ApiKey revoked = core.issue(core.principal(admin), "root", "chat:read");
        core.revoker.revokePresented(revoked.reveal(), Core.origin());
        for (String headers : List.of(
                "\"x-api-key\":[\"\"]",
                "\"x-api-key\":[\"nonsense\"]",
                "\"authorization\":[\"Bearer nonsense\"]",
                "\"authorization\":[\"Bearer \"]",
                "\"authorization\":[\"bearer eyJhbGciOiJub25lIn0.e30.\"]",
                "\"x-api-key\":[\"" + revoked.reveal() + "\"]",
                "\"x-api-key\":[\""
                        + core.format.generate(Environment.LIVE, core.random).reveal() + "\"]",
                "\"x-api-key\":[\"" + admin.reveal() + "\",\"" + admin.reveal() + "\"]")) {
            assertUnauthorized(rest("GET", "/chat/{room}", headers));
        }
    }

    @Test
    void goodCredentialIsItself() throws Exception {
        assertThat(invoke(handler(BASIC), rest("GET", "/chat/{room}", "\"x-api-key\":[\"" + admin.reveal() + "\"]")))
                .contains("\"credential_kind\":\"api_key\"");
        // And where it lacks the scope, it has not the anonymous role's either.
        ApiKey other = core.issue(core.principal(admin), "root", "node:stop");
        assertThat(invoke(handler(BASIC), rest("GET", "/chat/{room}", "\"x-api-key\":[\"" + other.reveal() + "\"]")))
                .contains("\"Effect\":\"Deny\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "b a s i c", "admin", "basic,contributor"})
    void wrongRoleStopsTheStartAndNamesTheSetting(String role) {
        assertThatThrownBy(() -> handler(role))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_ANONYMOUS_ROLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "keys:read", "keys:*", "tokens:introspect", "audit:read", "reports:read", "owners:*"})
    void roleThatReachesIntoOurOwnApiStopsTheStart(String scope) {
        assertThatThrownBy(() -> access("basic", "chat:read\",\"" + scope))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_ANONYMOUS_ROLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"max_lifetime\":\"P8D\"",
                "\"quota\":5",
                "\"quota\":5,\"rate_limit\":{\"requests\":10,\"window_seconds\":60}"
            })
    void roleWithoutARateOrWithAQuotaStopsTheStart(String limits) {
        assertThatThrownBy(() -> access("basic", "chat:read", limits))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_ANONYMOUS_ROLE");
    }

    @Test
    void namesThatOnlyBeginLikeOursAreFine() {
        access("Basic", "keyspace:read\",\"token:read");
    }

    private AnonymousAccess access(String role, String scopes) {
        return access(role, scopes, "\"rate_limit\":{\"requests\":10,\"window_seconds\":60}");
    }

    private AnonymousAccess access(String role, String scopes, String limits) {
        Settings settings = settings(Map.of(
                "keysmith.anonymous-role",
                role,
                "keysmith.roles",
                "[{\"name\":\"basic\",\"scopes\":[\"" + scopes + "\"],\"lifetime\":\"P7D\"," + limits + "},"
                        + "{\"name\":\"admin\",\"scopes\":[\"*\"],\"lifetime\":\"P365D\"}]"));
        return new AnonymousAccess(settings, () -> new Roles(settings), core.leases, core.clock);
    }

    private void assertUnauthorized(String event) {
        assertThatThrownBy(() -> invoke(handler(BASIC), event)).as(event).hasMessage("Unauthorized");
    }

    private static String rest(String method, String resource, String headers) {
        return Events.rest(method, resource, resource.replace("{room}", "7"), headers);
    }

    private String invoke(AuthorizerHandler handler, String event) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(Events.stream(event), output, context);
        return output.toString(StandardCharsets.UTF_8);
    }

    private AuthorizerHandler handler(String role) {
        Settings settings = settings(Map.of("keysmith.anonymous-role", role));
        return TestAuthorizers.handler(core, settings);
    }

    private static Settings settings(Map<String, Object> overrides) {
        Map<String, Object> properties =
                new HashMap<>(Map.of("keysmith.routes", ROUTES, "keysmith.usage-key", "within-limits"));
        properties.putAll(overrides);
        return new Settings(new MapPropertyResolver(properties));
    }
}
