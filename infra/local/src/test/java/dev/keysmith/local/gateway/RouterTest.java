package dev.keysmith.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.blueprint.Access;
import dev.keysmith.blueprint.RouteSpec;
import dev.keysmith.local.gateway.Router.RouteMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private final Router router = new Router(TestApi.routes());

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # method | path                        | resource                 | key_id
            POST     | /v1/keys                    | /v1/keys                 | -
            POST     | /v1/keys/                   | /v1/keys                 | -
            POST     | //v1/keys                   | /v1/keys                 | -
            POST     | ///v1/keys                  | /v1/keys                 | -
            POST     | /v1/%6Beys                  | /v1/keys                 | -
            GET      | /v1/keys/abc                | /v1/keys/{key_id}        | abc
            GET      | /v1/keys/abc/               | /v1/keys/{key_id}        | abc
            GET      | /v1/keys/a%2Fb              | /v1/keys/{key_id}        | a/b
            GET      | /v1/keys/a%2Frevoke         | /v1/keys/{key_id}        | a/revoke
            GET      | /v1/keys/%2e%2e%2fopen      | /v1/keys/{key_id}        | ../open
            GET      | /v1/keys/a%252Fb            | /v1/keys/{key_id}        | a%2Fb
            GET      | /v1/keys/a+b                | /v1/keys/{key_id}        | a+b
            GET      | /v1/keys/%C3%A9             | /v1/keys/{key_id}        | é
            GET      | /v1/keys/a;b=c              | /v1/keys/{key_id}        | a;b=c
            GET      | /v1/keys/{key_id}           | /v1/keys/{key_id}        | {key_id}
            GET      | /v1/keys/summary            | /v1/keys/summary         | -
            GET      | /v1/keys/%73ummary          | /v1/keys/summary         | -
            GET      | /v1/keys/Summary            | /v1/keys/{key_id}        | Summary
            POST     | /v1/keys/a/revoke           | /v1/keys/{key_id}/revoke | a
            POST     | /v1/keys/summary/revoke     | /v1/keys/{key_id}/revoke | summary
            """)
    void pathsReachTheirRoute(String method, String path, String resource, String keyId) {
        assertThat(find(method, path)).hasValueSatisfying(match -> {
            assertThat(match.route().resource()).isEqualTo(resource);
            assertThat(match.pathParameters())
                    .isEqualTo(Optional.ofNullable(keyId)
                            .map(value -> Map.of("key_id", value))
                            .orElse(Map.of()));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, //",
        "GET, /v1",
        "GET, /V1/open",
        "GET, /v1/Open",
        "GET, /v1/open//",
        "GET, /v1//open",
        "GET, /v1/keys//",
        "GET, /v1/keys/.",
        "GET, /v1/keys/..",
        "GET, /v1/keys/%2e%2E",
        "GET, /v1/keys/%2e",
        "GET, /v1/keys/../open",
        "GET, /v1/./open",
        "GET, /v1%2Fopen",
        "GET, /v1/open%2F",
        "GET, /v1/open;x=y",
        "GET, /v1/keys/a/b",
        "GET, /v1/keys",
        "POST, /v1/keys/summary",
        "get, /v1/open",
        "HEAD, /v1/open",
        "OPTIONS, /v1/open",
        "DELETE, /v1/keys/abc",
        "POST, /v1/keys//revoke",
        "POST, /v1/keys/../revoke",
        "POST, /v1/keys/a%2Frevoke",
    })
    void otherPathsReachNone(String method, String path) {
        assertThat(find(method, path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "v1/open",
                "/v1/keys/%zz",
                "/v1/keys/%",
                "/v1/keys/%4",
                "/v1/keys/a b",
                "/v1/keys/%00",
                "/v1/keys/%0a",
                "/v1/keys/%7f",
                "/v1/keys/%C2%85",
                "/v1/keys/\u0001",
                "/v1/keys/é",
                "/v1/keys/%C3",
                "/v1/keys/%C0%AF",
                "/v1/keys/%ED%A0%80",
                "/v1/keys/%u002f",
                "/%zz/v1/open",
            })
    void undecodablePathsAreNoPaths(String path) {
        assertThat(RequestPath.parse(path)).isEmpty();
    }

    @Test
    void twoRoutesOfOneMethodAndResourceAreRefused() {
        var route = new RouteSpec("GET", "/a", "f", new Access.Unguarded(1, 1));
        assertThatThrownBy(() -> new Router(List.of(route, route))).hasMessageContaining("GET /a");
    }

    private Optional<RouteMatch> find(String method, String path) {
        return router.find(method, RequestPath.parse(path).orElseThrow());
    }
}
