package dev.keysmith.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core, Map.of(ProbeController.ENABLED, "true"));

    @AfterAll
    void stop() {
        function.close();
    }

    private Principal withScopes(String scopes) {
        return new Principal(
                admin.kind(),
                admin.keyId(),
                admin.owner(),
                admin.role(),
                ScopeSet.parse(scopes),
                admin.environment(),
                admin.generation(),
                admin.validity(),
                admin.limits(),
                admin.networks());
    }

    @Nested
    class Callers {

        @Test
        void callerIsTheOneInTheAuthorizersContext() {
            Answer answer = function.call(TestEvent.of("GET", "/probe/caller").by(admin));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(admin.keyId().value());
        }

        @Test
        void eventWithoutAnAuthorizersContextIsRefused() {
            Answer answer = function.call(TestEvent.of("GET", "/probe/caller"));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("credential_missing");
            assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"keysmith\"");
        }

        @Test
        void eventWithoutAnyContextIsRefused() {
            APIGatewayProxyRequestEvent event =
                    TestEvent.of("GET", "/probe/caller").build();
            event.setRequestContext(null);

            assertThat(function.call(event).status()).isEqualTo(401);
        }

        @Test
        void contextOfAnotherAuthorizerIsRefused() {
            APIGatewayProxyRequestEvent event =
                    TestEvent.of("GET", "/probe/caller").build();
            event.getRequestContext().setAuthorizer(Map.of("sub", "someone", "claims", Map.of("sub", "someone")));

            assertThat(function.call(event).status()).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x-amzn-oidc-identity", "authorization", "x-api-key", "key_id", "x-forwarded-user"})
        void callerNeverComesFromAHeader(String header) {
            String keyId = admin.keyId().value();

            Answer answer = function.call(TestEvent.of("GET", "/probe/caller").header(header, keyId));

            assertThat(answer.status()).isEqualTo(401);
        }

        @Test
        void routeThatSaysNothingOfCallersIsClosed() {
            assertThat(function.call(TestEvent.of("GET", "/probe/unmarked").by(admin))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Nested
    class Scopes {

        @ParameterizedTest
        @CsvSource({
            "/probe/issuers, keys:issue, 200",
            "/probe/issuers, keys:*, 200",
            "/probe/issuers, *, 200",
            "/probe/issuers, keys:read, 403",
            "/probe/issuers, key:*, 403",
            "/probe/both, keys:issue, 403",
            "/probe/both, keys:issue keys:read, 200",
            "/probe/crossers, *, 403",
            "/probe/crossers, owners:*, 403",
            "/probe/crossers, owners:any, 200",
        })
        void routeIsOpenToTheScopesItNames(String resource, String scopes, int status) {
            Answer answer = function.call(TestEvent.of("GET", resource).by(withScopes(scopes)));

            assertThat(answer.status()).isEqualTo(status);
        }

        @Test
        void missingScopeIsNamedAsSuch() {
            Answer answer = function.call(TestEvent.of("GET", "/probe/issuers").by(withScopes("chat:read")));

            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        @Test
        void callerWithoutAnyScopeIsRefused() {
            assertThat(function.call(TestEvent.of("GET", "/probe/issuers").by(withScopes("")))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Nested
    class Routes {

        @Test
        void gatewaysMatchDecidesAndNotThePath() {
            Answer answer = function.call(TestEvent.of("GET", "/probe/items/{item_id}")
                    .parameter("item_id", "7")
                    .path("/probe/items/7/secrets"));

            assertThat(answer.body()).isEqualTo("item 7");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"7/secrets", "7%2Fsecrets", "../caller", "..", ".", "", "/", "7?a=b", "7;a", "{item_id}"})
        void noParameterReachesAnotherRoute(String parameter) {
            Answer answer =
                    function.call(TestEvent.of("GET", "/probe/items/{item_id}").parameter("item_id", parameter));

            assertThat(answer.body()).doesNotStartWith("secrets");
            assertThat(answer.status()).isIn(200, 404);
        }

        @Test
        void otherMethodIsNotAllowed() {
            Answer answer = function.call(TestEvent.of("PUT", "/probe/caller").by(admin));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.code()).isEqualTo("method_not_allowed");
        }

        @Test
        void methodOverrideIsIgnored() {
            Answer answer = function.call(
                    TestEvent.of("POST", "/probe/caller").by(admin).header("X-HTTP-Method-Override", "GET"));

            assertThat(answer.status()).isEqualTo(405);
        }

        @Test
        void unknownResourceIsAbsent() {
            assertThat(function.call(TestEvent.of("GET", "/v1/else").by(admin)).code())
                    .isEqualTo("not_found");
        }

        @Test
        void eventThatNoGatewayMadeIsAbsent() {
            assertThat(function.call(new APIGatewayProxyRequestEvent()).status())
                    .isEqualTo(404);
        }

        @ParameterizedTest
        @CsvSource({"Content-Type, ///", "Accept, ;;q=x", "Cookie, a=\"", "Origin, %zz", "Content-Length, minus"})
        void headersThatAreNoneOfOursDoNoHarm(String name, String value) {
            Answer answer =
                    function.call(TestEvent.of("GET", "/probe/caller").by(admin).header(name, value));

            assertThat(answer.status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"%zz", "{x}", "a b", "\u0000", "é"})
        void queriesThatAreNoneOfOursDoNoHarm(String value) {
            Answer answer =
                    function.call(TestEvent.of("GET", "/probe/caller").by(admin).query(value, value));

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Nested
    class Answers {

        @Test
        void outageIsUnavailable() {
            Answer answer = function.call(TestEvent.of("GET", "/probe/outage"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
        }

        @Test
        void malfunctionTellsTheCallerNothing() {
            Answer answer = function.call(TestEvent.of("GET", "/probe/malfunction"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).doesNotContain("ks_live", "IllegalState");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/probe/caller", "/probe/outage", "/probe/issuers", "/nothing"})
        void noAnswerMayBeStored(String resource) {
            Answer answer = function.call(TestEvent.of("GET", resource).by(withScopes("chat:read")));

            assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
        }

        @Test
        void problemHasTheMembersOfTheContract() {
            Answer answer = function.call(TestEvent.of("GET", "/nothing"));

            assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
            assertThat(answer.json())
                    .containsOnlyKeys("type", "title", "status", "code", "detail", "request_id")
                    .containsEntry("type", "urn:keysmith:error:not_found")
                    .containsEntry("status", 404)
                    .containsEntry("request_id", TestEvent.REQUEST_ID);
        }

        @Test
        void originIsTheGatewaysAndNotAHeaders() {
            Answer answer =
                    function.call(TestEvent.of("POST", "/probe/origin").header("X-Forwarded-For", "198.51.100.9"));

            assertThat(answer.body()).contains("192.0.2.1").doesNotContain("198.51.100.9");
        }
    }

    @Nested
    class Logs {

        @Test
        void eachRequestIsOneLine() {
            String lines = LoggedLines.during(
                    () -> function.call(TestEvent.of("GET", "/probe/issuers").by(withScopes("chat:read"))));

            assertThat(lines.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains(
                                    "\"request_id\":\"request-1\"",
                                    "\"method\":\"GET\"",
                                    "\"resource\":\"/probe/issuers\"",
                                    "\"status\":403",
                                    "\"code\":\"scope_insufficient\"",
                                    "\"key_id\":\"" + admin.keyId() + "\"",
                                    "\"duration_ms\":"));
        }

        @Test
        void nothingThatTheClientWroteIsLogged() {
            String lines = LoggedLines.during(() -> function.call(TestEvent.of("POST", "/probe/origin")
                    .path("/probe/in-the-path")
                    .query("in-a-query-name", "in-a-query")
                    .header("in-a-header-name", "in-a-header")
                    .json("{\"in-a-body\":1}")));

            assertThat(lines).isNotEmpty().doesNotContain("in-a", "in-the");
        }

        @Test
        void causeIsLoggedUnderTheRequestsId() {
            String lines = LoggedLines.during(() -> function.call(TestEvent.of("GET", "/probe/outage")));

            assertThat(lines)
                    .contains("UnavailableException: the table is out of reach", "\"request_id\":\"request-1\"")
                    .contains("java.lang.IllegalStateException\"")
                    .doesNotContain("ks_live");
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent event = TestEvent.of("GET", "/probe/caller").by(admin);
        for (int i = 0; i < 10; i++) {
            function.call(event);
        }
        int before = function.liveBeans();

        for (int i = 0; i < 1000; i++) {
            function.call(event);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
