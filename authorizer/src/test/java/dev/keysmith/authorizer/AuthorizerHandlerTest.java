package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizerHandlerTest {

    private static final String ROUTES = """
            GET /v1/me
            POST /v1/keys keys:issue
            GET /v1/keys/{key_id} keys:read
            POST /v1/keys/{key_id}/revoke keys:revoke""";

    private final Core core = new Core();
    private final ApiKey admin = core.firstAdminKey.issue();
    private final TestContext context = new TestContext();
    private final AuthorizerHandler handler = handler(ROUTES);

    @Test
    void goodKeyIsAllowedOnTheRoutesOwnPattern() throws Exception {
        String answer = invoke(Events.rest("GET", "/v1/keys/{key_id}", "/v1/keys/abc", apiKey(admin)));

        assertThat(answer)
                .contains("\"principalId\":\"" + admin.keyId() + "\"")
                .contains("\"Effect\":\"Allow\",\"Resource\":"
                        + "\"arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/v1/GET/v1/keys/*\"")
                .contains("\"usageIdentifierKey\":\"within-limits-of-the-plan\"")
                .contains("\"owner\":\"root\"")
                .contains("\"scope\":\"* owners:any\"")
                .contains("\"credential_kind\":\"api_key\"")
                .doesNotContain(admin.reveal());
    }

    @Test
    void policyHoldsNoTextOfTheRequest() throws Exception {
        String answer = invoke(Events.rest("GET", "/v1/keys/{key_id}", "/v1/keys/hostile*text", apiKey(admin)));
        assertThat(answer).doesNotContain("hostile");
    }

    @Test
    void decisionIsOneReadAndMostlyNoWriteAndTheSecretIsHeld() throws Exception {
        invoke(Events.rest("GET", "/v1/me", "/v1/me", apiKey(admin)));
        core.calls.take();
        int secretFetches = core.secretSource.calls();
        for (int i = 0; i < 10; i++) {
            invoke(Events.rest("GET", "/v1/me", "/v1/me", apiKey(admin)));
        }
        List<String> calls = core.calls.take();
        // Leases of 2, 4 and 8 units after the first of 1.
        assertThat(calls).filteredOn("GetItem"::equals).hasSize(10);
        assertThat(calls).filteredOn("UpdateItem"::equals).hasSize(3);
        assertThat(calls).hasSize(13);
        assertThat(core.secretSource.calls()).isEqualTo(secretFetches);
    }

    @Test
    void bearerIsAsGoodAsTheHeader() throws Exception {
        assertThat(invoke(Events.rest(
                        "GET", "/v1/me", "/v1/me", "\"Authorization\":[\"Bearer " + admin.reveal() + "\"]")))
                .contains("Allow");
    }

    @Test
    void keyWithoutTheScopeIsDeniedWithACodeAndNothingElse() throws Exception {
        ApiKey key = issue("chat:read");
        assertThat(invoke(Events.rest("POST", "/v1/keys", "/v1/keys", apiKey(key))))
                .contains("\"Effect\":\"Deny\"")
                .contains("\"context\":{\"code\":\"scope_insufficient\"}");
        assertThat(invoke(Events.rest("GET", "/v1/me", "/v1/me", apiKey(key)))).contains("Allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/unknown", "/v1/keys/{key_id}/", "/v1/keys/abc", "/{proxy+}", "/V1/me", ""})
    void routeThatNoRuleNamesIsDenied(String resource) throws Exception {
        assertThat(invoke(Events.rest("GET", resource, "/v1/me", apiKey(admin))))
                .contains("Deny");
    }

    @Test
    void methodOfTheEventDecidesAndNoOverrideHeader() throws Exception {
        ApiKey key = issue("keys:read");
        String override = apiKey(key) + ",\"X-HTTP-Method-Override\":[\"GET\"]";
        assertThat(invoke(Events.rest("POST", "/v1/keys/{key_id}", "/v1/keys/x", override)))
                .contains("Deny");
    }

    @Test
    void badCredentialsAreUnauthorizedAndLeaveNoTrace() {
        core.calls.take();
        for (String headers : List.of(
                "",
                "\"x-api-key\":[\"\"]",
                "\"x-api-key\":[\"nonsense\"]",
                "\"x-api-key\":[\"" + admin.reveal() + "\",\"" + admin.reveal() + "\"]",
                apiKey(admin) + ",\"authorization\":[\"Bearer " + admin.reveal() + "\"]",
                "\"x-api-key\":[\"" + admin.reveal() + "x\"]")) {
            assertUnauthorized(Events.rest("GET", "/v1/me", "/v1/me", headers));
        }
        assertThat(core.calls.take()).isEmpty();
        assertUnauthorized(
                Events.rest("GET", "/v1/me", "/v1/me", apiKey(core.format.generate(Environment.LIVE, core.random))));
        assertThat(context.lines).isEmpty();
    }

    @Test
    void revokedAndExpiredKeysAreUnauthorized() {
        ApiKey revoked = issue("chat:read");
        core.revoker.revokePresented(revoked.reveal(), Core.ORIGIN);
        assertUnauthorized(Events.rest("GET", "/v1/me", "/v1/me", apiKey(revoked)));
        ApiKey expired = issue("chat:read");
        core.clock.advance(Duration.ofDays(7));
        assertUnauthorized(Events.rest("GET", "/v1/me", "/v1/me", apiKey(expired)));
    }

    @Test
    void keyFromElsewhereIsDeniedWithACodeAndNothingElse() throws Exception {
        String here = "192.0.2.1";
        OwnKey inside =
                core.issue(core.principal(admin), networks("192.0.2.0/24")).key();
        OwnKey outside =
                core.issue(core.principal(admin), networks("203.0.113.0/24")).key();

        assertThat(invoke(Events.rest("GET", "/v1/me", "/v1/me", apiKey(inside))))
                .contains("\"Effect\":\"Allow\"")
                .contains("\"allowed_networks\":\"192.0.2.0/24\"");
        // The header in these events says 203.0.113.9.
        assertThat(invoke(Events.rest("GET", "/v1/me", "/v1/me", apiKey(outside))))
                .contains("\"principalId\":\"" + outside.keyId() + "\"")
                .contains("\"Effect\":\"Deny\"")
                .contains("\"context\":{\"code\":\"network_not_allowed\"}");
        // Told before the scope that it lacks as well.
        assertThat(invoke(Events.rest("POST", "/v1/keys", "/v1/keys", apiKey(outside))))
                .contains("network_not_allowed");
        assertThat(invoke(
                        Events.rest("GET", "/v1/me", "/v1/me", apiKey(outside)).replace(here, "203.0.113.7")))
                .contains("\"Effect\":\"Allow\"");

        String event = Events.http("GET /v1/me", "\"x-api-key\":\"" + outside.reveal() + "\"");
        assertThat(invoke(event))
                .startsWith("{\"isAuthorized\":false")
                .contains("\"context\":{\"code\":\"network_not_allowed\"}");
        assertThat(invoke(event.replace(here, "::ffff:203.0.113.7"))).startsWith("{\"isAuthorized\":true");
    }

    @Test
    void requestWithoutAnAddressIsFromElsewhere() throws Exception {
        OwnKey bound =
                core.issue(core.principal(admin), networks("0.0.0.0/0", "::/0")).key();
        String rest = Events.rest("GET", "/v1/me", "/v1/me", apiKey(bound));
        String http = Events.http("GET /v1/me", "\"x-api-key\":\"" + bound.reveal() + "\"");
        assertThat(invoke(rest)).contains("Allow");
        assertThat(invoke(http)).startsWith("{\"isAuthorized\":true");

        for (String address :
                List.of("\"sourceIp\":\"\"", "\"sourceIp\":\"test-invoke-source-ip\"", "\"source\":\"192.0.2.1\"")) {
            assertThat(invoke(rest.replace("\"sourceIp\":\"192.0.2.1\"", address)))
                    .contains("network_not_allowed");
            assertThat(invoke(http.replace("\"sourceIp\":\"192.0.2.1\"", address)))
                    .contains("network_not_allowed");
        }
        // Each kind of API says it in a place of its own.
        assertThat(invoke(rest.replace("\"identity\"", "\"http\""))).contains("network_not_allowed");
        String unbound = Events.rest("GET", "/v1/me", "/v1/me", apiKey(admin));
        assertThat(invoke(unbound.replace("\"sourceIp\":\"192.0.2.1\"", "\"source\":\"192.0.2.1\"")))
                .contains("Allow");
        assertFailure(unbound.replace("\"sourceIp\":\"192.0.2.1\"", "\"sourceIp\":null"));
        assertFailure(unbound.replace("\"sourceIp\":\"192.0.2.1\"", "\"sourceIp\":[\"192.0.2.1\"]"));
    }

    @Test
    void httpApiGetsTheSimpleResponse() throws Exception {
        String header = "\"x-api-key\":\"" + admin.reveal() + "\"";
        assertThat(invoke(Events.http("GET /v1/me", header)))
                .startsWith("{\"isAuthorized\":true,\"context\":{\"key_id\":\"" + admin.keyId() + "\"");
        assertThat(invoke(Events.http("GET /v1/other", header))).startsWith("{\"isAuthorized\":false");
        assertThat(invoke(Events.http(
                        "POST /v1/keys", "\"x-api-key\":\"" + issue("chat:read").reveal() + "\"")))
                .startsWith("{\"isAuthorized\":false");
        // HTTP APIs join repeated headers by commas.
        assertUnauthorized(
                Events.http("GET /v1/me", "\"x-api-key\":\"" + admin.reveal() + "," + admin.reveal() + "\""));
    }

    @Test
    void routesBelowAPrefixAreAllowedOnTheirOwnPattern() throws Exception {
        AuthorizerHandler guard = handler("ANY /chat/* any chat:read chat:admin\nDELETE /chat/{id} chat:admin");
        String header = apiKey(issue("chat:read"));

        assertThat(invoke(guard, Events.rest("GET", "/chat/{proxy+}", "/chat/hostile/text", header)))
                .contains("\"Effect\":\"Allow\",\"Resource\":"
                        + "\"arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/v1/GET/chat/*\"")
                .doesNotContain("hostile");
        assertThat(invoke(guard, Events.rest("PUT", "/chat/x/{id}", "/chat/x/y", header)))
                .contains("\"Effect\":\"Allow\",\"Resource\":"
                        + "\"arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/v1/PUT/chat/x/*\"");
        assertThat(invoke(guard, Events.rest("DELETE", "/chat/{id}", "/chat/y", header)))
                .contains("\"Effect\":\"Deny\"");
        assertThat(invoke(guard, Events.rest("GET", "/chat", "/chat", header))).contains("\"Effect\":\"Deny\"");
    }

    @Test
    void methodThatNoRuleCanNameIsInNoPolicy() throws Exception {
        AuthorizerHandler guard = handler("ANY /chat chat:read");
        assertThat(invoke(guard, Events.rest("*", "/chat", "/chat", apiKey(admin))))
                .contains("/v1/ANY/chat\"")
                .doesNotContain("*/chat");
    }

    @Test
    void catchAllRoutesOfHttpApisAreDeniedUnlessARuleNamesThem() throws Exception {
        String header = "\"x-api-key\":\"" + issue("chat:read").reveal() + "\"";
        AuthorizerHandler guard = handler("ANY /chat chat:read\nDELETE /chat chat:admin\nGET $default chat:read");

        assertThat(invoke(Events.http("$default", header))).startsWith("{\"isAuthorized\":false");
        assertThat(invoke(Events.http("ANY /v1/other", header))).startsWith("{\"isAuthorized\":false");
        assertThat(invoke(guard, Events.http("$default", "GET", header))).startsWith("{\"isAuthorized\":true");
        assertThat(invoke(guard, Events.http("$default", "POST", header))).startsWith("{\"isAuthorized\":false");
        assertThat(invoke(guard, Events.http("ANY /chat", "BREW", header))).startsWith("{\"isAuthorized\":true");
        // The narrower rule holds, though the route's key does not say the method.
        assertThat(invoke(guard, Events.http("ANY /chat", "DELETE", header))).startsWith("{\"isAuthorized\":false");
        // The route's key does say it.
        assertThat(invoke(guard, Events.http("DELETE /chat", "GET", header))).startsWith("{\"isAuthorized\":false");
    }

    @Test
    void furtherHeaderIsReadAsTheSettingHasIt() throws Exception {
        String header = "\"service-authorization\":[\"" + admin.reveal() + "\"]";
        AuthorizerHandler guard = handler(Map.of("keysmith.credential-headers", "service-authorization"));

        assertThat(invoke(guard, Events.rest("GET", "/v1/me", "/v1/me", header)))
                .contains("Allow");
        assertThatThrownBy(() -> invoke(guard, Events.rest("GET", "/v1/me", "/v1/me", header + "," + apiKey(admin))))
                .hasMessage("Unauthorized");
        assertUnauthorized(Events.rest("GET", "/v1/me", "/v1/me", header));
    }

    @Test
    void outageIsAFailureAndNoVerdict() {
        core.dynamoDb.deleteTable(delete -> delete.tableName(core.keysTable));
        assertFailure(Events.rest("GET", "/v1/me", "/v1/me", apiKey(admin)));
        assertThat(context.lines)
                .singleElement()
                .asString()
                .contains("authorizer_failure", "aws-request-1", "DynamoDB did not answer GetItem")
                .doesNotContain(admin.reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"REQUEST\"",
                "{\"version\":\"2.0\",\"routeKey\":\"$default\",\"routeArn\":\"x\"}",
                "{\"version\":\"2.0\",\"routeKey\":\"ANY /v1/me\",\"routeArn\":\"x\",\"requestContext\":{\"http\":{}}}",
                "{\"version\":\"2.0\",\"routeKey\":\"/v1/me\",\"routeArn\":\"x\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}",
                "{\"version\":\"2.0\",\"routeKey\":\"ANY /v1/me\",\"routeArn\":\"x\",\"requestContext\":{\"http\":{\"method\":{}}}}",
                "{\"version\":\"2.0\",\"routeKey\":\"ANY /v1/me\",\"routeArn\":\"x\",\"requestContext\":{\"http\":[]}}",
                "{\"version\":\"2.0\",\"routeKey\":\"ANY /v1/me\",\"routeArn\":\"x\",\"requestContext\":null}",
                "{\"methodArn\":\"x\",\"httpMethod\":\"GET\",\"resource\":\"/v1/me\",\"headers\":[]}",
                "{\"methodArn\":\"x\",\"httpMethod\":\"GET\",\"resource\":\"/v1/me\",\"multiValueHeaders\":{\"x-api-key\":[{}]}}"
            })
    void eventOfAnotherFormIsAFailure(String event) {
        assertFailure(event);
    }

    @Test
    void failureLineQuotesNothingOfTheEvent() {
        assertFailure("{\"methodArn\":" + admin.reveal());
        assertThat(context.lines)
                .singleElement()
                .asString()
                .doesNotContain(admin.reveal().substring(8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "get /v1/me", "GET v1/me", "GET /v1/me bad scope", "GET /v1/me\nGET /v1/me", " "})
    void wrongRouteTableStopsTheStartAndNamesTheSetting(String routes) {
        assertThatThrownBy(() -> handler(routes)).hasMessageContaining("KEYSMITH_ROUTES");
    }

    private void assertUnauthorized(String event) {
        assertThatThrownBy(() -> invoke(event)).hasMessage("Unauthorized");
    }

    private void assertFailure(String event) {
        assertThatThrownBy(() -> invoke(event)).hasMessage("unavailable");
    }

    private String invoke(String event) throws Exception {
        return invoke(handler, event);
    }

    private String invoke(AuthorizerHandler by, String event) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        by.handleRequest(Events.stream(event), output, context);
        return output.toString(StandardCharsets.UTF_8);
    }

    private AuthorizerHandler handler(String routes) {
        return handler(Map.of("keysmith.routes", routes));
    }

    private AuthorizerHandler handler(Map<String, Object> overrides) {
        Map<String, Object> properties =
                new HashMap<>(Map.of("keysmith.routes", ROUTES, "keysmith.usage-key", "within-limits-of-the-plan"));
        properties.putAll(overrides);
        Settings settings = new Settings(new MapPropertyResolver(properties));
        return TestAuthorizers.handler(core, settings);
    }

    private ApiKey issue(String scope) {
        return core.issue(core.principal(admin), "root", scope);
    }

    private static RequestedGrant networks(String... networks) {
        return Asked.forKey().networks(networks).build();
    }

    private static String apiKey(OwnKey key) {
        return "\"x-api-key\":[\"" + key.reveal() + "\"]";
    }
}
