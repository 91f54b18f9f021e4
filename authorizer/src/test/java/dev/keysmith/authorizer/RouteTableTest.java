package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    @Test
    void allScopesAreNeededUnlessAnyIsSaid() {
        RouteTable table = table("""
                GET /none
                GET /plain chat:read chat:write
                GET /all all chat:read chat:write
                GET    /any  any chat:read  chat:write""");

        assertThat(table.ruleFor(new RouteKey("GET", "/plain"))).isEqualTo(table.ruleFor(new RouteKey("GET", "/all")));
        assertThat(isMet(table, "/none", "")).isTrue();
        assertThat(isMet(table, "/all", "chat:read chat:write")).isTrue();
        assertThat(isMet(table, "/all", "chat:*")).isTrue();
        assertThat(isMet(table, "/all", "chat:read")).isFalse();
        assertThat(isMet(table, "/any", "chat:read")).isTrue();
        assertThat(isMet(table, "/any", "chat:*")).isTrue();
        assertThat(isMet(table, "/any", "chat:admin node:*")).isFalse();
        assertThat(isMet(table, "/any", "")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/chat/{id}", "/chat/{id}/x", "/chat/{proxy+}", "/chat/a.b-c_d~", "/chat/a:b", "/chat/v1/{id}/x"
            })
    void prefixStandsForEveryResourceBelowIt(String resource) {
        assertThat(needed("ANY /chat/* chat:read", "GET", resource)).contains("chat:read");
        assertThat(needed("ANY /* chat:read", "GET", resource)).contains("chat:read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/chat",
                "/chat/",
                "/chatter",
                "/chatter/x",
                "/Chat/x",
                "/CHAT/x",
                "chat/x",
                "//chat/x",
                "/chat//x",
                "/chat/x/",
                "/chat/x//",
                "/chat%2Fx",
                "/chat%2fx",
                "/chat/%2e%2e/admin",
                "/chat/../admin",
                "/chat/./x",
                "/chat/x/..",
                "/x/chat/y",
                "/chat/{proxy+}/x",
                "/chat/*",
                "/chat/x?y",
                "/chat/x\\y",
                "/chat/x y",
                "/chat/x\n",
                "/chat/ü",
                "$default",
                "/",
                ""
            })
    void resourceThatIsNotBelowThePrefixIsDenied(String resource) {
        assertThat(needed("ANY /chat/* chat:read", "GET", resource)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Chat/{id}",
                "/chat/{ID}",
                "/chat/{id}/",
                "/chat//{id}",
                "//chat/{id}",
                "/chat%2F{id}",
                "/chat/%7Bid%7D",
                "/chat/{id+}",
                "/chat/*",
                "/chat/x",
                "/chat",
                " /chat/{id}"
            })
    void resourceThatDiffersFromTheRuleIsDenied(String resource) {
        assertThat(needed("GET /chat/{id} chat:read", "GET", "/chat/{id}")).contains("chat:read");
        assertThat(needed("GET /chat/{id} chat:read", "GET", resource)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "$default", "", "//", "/x/", "/../x", "/%2e"})
    void everythingBelowTheRootIsNeitherTheRootNorTheDefaultRoute(String resource) {
        assertThat(needed("ANY /* chat:read", "GET", resource)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // The exact resource before a prefix, the longer prefix before the shorter, the method before ANY.
        "GET, /a/b/c, exact:get",
        "POST, /a/b/c, exact:any",
        "GET, /a/b/d, long:get",
        "POST, /a/b/d, long:any",
        "GET, /a/b/c/d, long:get",
        "GET, /a/b, short:get",
        "GET, /a/bb/c, short:get",
        "POST, /a/x/y/{proxy+}, short:any",
        "POST, /b, root:any",
        "GET, /, root:exact",
    })
    void mostSpecificRuleDecides(String method, String resource, String scope) {
        assertThat(needed("""
                ANY /* root:any
                GET / root:exact
                ANY /a/* short:any
                GET /a/* short:get
                ANY /a/b/* long:any
                GET /a/b/* long:get
                ANY /a/b/c exact:any
                GET /a/b/c exact:get""", method, resource)).contains(scope);
    }

    /** Who names a resource more narrowly, even for another method alone, has taken it out of the wider rule. */
    @ParameterizedTest
    @CsvSource({
        "POST, /chat/admin, chat:admin",
        "GET, /chat/admin, ",
        "ANY, /chat/admin, ",
        "DELETE, /chat/vault/x, chat:vault",
        "GET, /chat/vault/x, ",
        "GET, /chat/vault, chat:read",
        "GET, /chat/other, chat:read",
    })
    void widerRuleLetsNothingIntoAResourceThatANarrowerOneNames(
            String method, String resource, @org.jspecify.annotations.Nullable String scope) {
        assertThat(needed("""
                ANY /chat/* chat:read
                POST /chat/admin chat:admin
                DELETE /chat/vault/* chat:vault""", method, resource)).isEqualTo(Optional.ofNullable(scope));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "GET ", "HEAD", "POST", "ANY", "", "*"})
    void ruleOfAMethodIsForThatMethodAlone(String method) {
        assertThat(needed("GET /x chat:read", method, "/x")).isEmpty();
        assertThat(needed("GET /x/* chat:read", method, "/x/y")).isEmpty();
    }

    @Test
    void defaultRouteAndGreedyOnesAreNamedAsTheGatewayHasThem() {
        assertThat(needed("ANY $default chat:read", "GET", "$default")).contains("chat:read");
        assertThat(needed("POST $default chat:read", "GET", "$default")).isEmpty();
        assertThat(needed("GET /{proxy+} chat:read", "GET", "/{proxy+}")).contains("chat:read");
        assertThat(needed("GET /{proxy+} chat:read", "GET", "/x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "get /x",
                "GTE /x",
                "* /x",
                "GET,POST /x",
                "GET x",
                "GET /x/",
                "GET //x",
                "GET /x//*",
                "GET /x*",
                "GET /*/x",
                "GET /x/**",
                "GET *",
                "GET /x?y",
                "GET /x/../y",
                "GET /x/./*",
                "GET /x%2Fy",
                "GET /{id",
                "GET /{proxy+}/x",
                "GET /{proxy+}/*",
                "GET /$default*",
                "GET $Default",
                "GET /x any",
                "GET /x all",
                "GET /x some chat:read",
                "GET /x any all chat:read",
                "GET /x chat:read any",
                "GET /x ANY chat:read",
                "GET /x chat",
                "GET /x chat:read,chat:write",
            })
    void malformedLineStopsTheStartAndIsNamed(String line) {
        assertThatThrownBy(() -> table("GET /fine chat:read\n  " + line + "\n"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("setting KEYSMITH_ROUTES must have ")
                .hasMessageEndingWith(": " + line);
    }

    @ParameterizedTest
    @CsvSource({"GET /x chat:read, GET /x", "ANY /x/* chat:read, ANY  /x/*", "GET $default, GET $default any chat:read"
    })
    void routeTwiceStopsTheStartAndIsNamed(String line, String again) {
        assertThatThrownBy(() -> table(line + "\n" + again))
                .isInstanceOf(SettingException.class)
                .hasMessage("setting KEYSMITH_ROUTES must have each route once: " + again);
    }

    private static boolean isMet(RouteTable table, String resource, String scopes) {
        return table.ruleFor(new RouteKey("GET", resource)).orElseThrow().isMetBy(ScopeSet.parse(scopes));
    }

    private static Optional<String> needed(String rules, String method, String resource) {
        return table(rules)
                .ruleFor(new RouteKey(method, resource))
                .map(rule -> rule.scopes().toString());
    }

    private static RouteTable table(String rules) {
        return new RouteTable(new Settings(new MapPropertyResolver(Map.of("keysmith.routes", rules))));
    }
}
