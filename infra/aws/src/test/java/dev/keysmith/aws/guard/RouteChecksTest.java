package dev.keysmith.aws.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an API and its route rules does not match. */
final class RouteChecksTest {

    private static final RouteRules RULES = RouteRules.parse("""
            GET    /orders             orders:read
            POST   /orders             all orders:read orders:write
            ANY    /orders/{order_id}  orders:read
            DELETE /files/*            files:admin
            GET    /status
            """);

    @Test
    void apiThatIsAsItsRulesSayHasNoProblems() {
        assertThat(problems(
                        guarded("GET", "/orders"),
                        guarded("POST", "/orders"),
                        guarded("PUT", "/orders/{order_id}"),
                        guarded("DELETE", "/files/{proxy+}"),
                        guarded("GET", "/status"),
                        open("GET", "/health")))
                .isEmpty();
    }

    @Test
    void methodWithoutAnAuthorizerIsNamed() {
        assertThat(withAll(open("PUT", "/orders")))
                .containsExactly("PUT /orders is not guarded: give it Keysmith's authorizer, or name it as unguarded");
    }

    @Test
    void methodThatNoRuleNamesIsNamed() {
        assertThat(withAll(guarded("PUT", "/orders")))
                .singleElement()
                .asString()
                .startsWith("PUT /orders is guarded, and no rule names it");
        assertThat(withAll(guarded("GET", "/files/{proxy+}"))).hasSize(1);
        assertThat(withAll(guarded("GET", "/files"))).hasSize(1);
    }

    @Test
    void ruleThatDecidesOnNothingIsNamed() {
        assertThat(problems(
                        guarded("GET", "/orders"),
                        guarded("PATCH", "/orders/{order_id}"),
                        guarded("DELETE", "/files/{proxy+}"),
                        guarded("GET", "/status"),
                        open("GET", "/health")))
                .containsExactly("the rule 'POST   /orders             all orders:read orders:write' decides on no"
                        + " guarded route of the API");
    }

    @Test
    void narrowerRulesTakeItFromWiderOnes() {
        RouteRules rules = RouteRules.of("ANY /chat/* chat:write", "GET /chat/{id} chat:read");
        RouteChecks checks = new RouteChecks(rules, List.of(), true);

        assertThat(checks.problems(List.of(guarded("GET", "/chat/{id}"))))
                .singleElement()
                .asString()
                .contains("ANY /chat/*");
        assertThat(checks.problems(List.of(guarded("POST", "/chat/{id}"), guarded("GET", "/chat/{id}"))))
                .anySatisfy(problem -> assertThat(problem).startsWith("POST /chat/{id} is guarded, and no rule"));
        assertThat(checks.problems(List.of(guarded("GET", "/chat/{id}"), guarded("GET", "/chat/{id}/x"))))
                .isEmpty();
    }

    @Test
    void catchAllMethodsAreNamedByAnyRuleOfTheirResource() {
        RouteRules rules = RouteRules.of("GET /a a:read", "DELETE /a a:write");

        assertThat(new RouteChecks(rules, List.of(), true).problems(List.of(guarded("ANY", "/a"))))
                .isEmpty();
    }

    @Test
    void defaultRouteOfAnHttpApiIsNamedByItselfAlone() {
        assertThat(new RouteChecks(RouteRules.of("ANY /* a:read"), List.of(), false)
                        .problems(List.of(guarded("ANY", "$default"))))
                .hasSize(2);
        assertThat(new RouteChecks(RouteRules.of("ANY $default a:read"), List.of(), false)
                        .problems(List.of(guarded("ANY", "$default"))))
                .isEmpty();
    }

    @Test
    void guardedMethodThatDoesNotRequireTheKeyIsNamedWhereRefusalsNeedIt() {
        List<ApiRoute> routes = List.of(new ApiRoute("GET", "/status", true, false));
        RouteRules rules = RouteRules.of("GET /status");

        assertThat(new RouteChecks(rules, List.of(), true).problems(routes))
                .singleElement()
                .asString()
                .contains("apiKeyRequired");
        assertThat(new RouteChecks(rules, List.of(), false).problems(routes)).isEmpty();
    }

    @Test
    void whatIsNamedAsUnguardedIsThereAndIsNotGuarded() {
        List<RouteLine> unguarded = List.of(RouteLine.route("OPTIONS /*"), RouteLine.route("GET /status"));
        RouteChecks checks = new RouteChecks(RouteRules.of("GET /status"), unguarded, false);

        assertThat(checks.problems(List.of(guarded("GET", "/status"))))
                .containsExactly(
                        "GET /status is named as unguarded, and is guarded",
                        "'OPTIONS /*' is named as unguarded, and the API has no such route");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get /orders",
                "GET orders",
                "GET /orders/../x a:b",
                "GET /orders any",
                "GET /orders Orders:Read",
                "FETCH /orders",
                "GET /orders/",
                "GET /a b",
                "GET /{x+}/y a:b"
            })
    void linesOfAnotherFormAreRefused(String line) {
        assertThatThrownBy(() -> RouteRules.of(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }

    @Test
    void routeTwiceIsRefused() {
        assertThatThrownBy(() -> RouteRules.of("GET /a a:b", "GET  /a a:c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    private static List<String> problems(ApiRoute... routes) {
        return new RouteChecks(RULES, List.of(RouteLine.route("GET /health")), true).problems(List.of(routes));
    }

    /** The problems of an API that has what the rules name, and this besides. */
    private static List<String> withAll(ApiRoute further) {
        return problems(Stream.concat(
                        Stream.of(
                                guarded("GET", "/orders"),
                                guarded("POST", "/orders"),
                                guarded("PUT", "/orders/{order_id}"),
                                guarded("DELETE", "/files/{proxy+}"),
                                guarded("GET", "/status"),
                                open("GET", "/health")),
                        Stream.of(further))
                .toArray(ApiRoute[]::new));
    }

    private static ApiRoute guarded(String method, String resource) {
        return new ApiRoute(method, resource, true, true);
    }

    private static ApiRoute open(String method, String resource) {
        return new ApiRoute(method, resource, false, false);
    }
}
