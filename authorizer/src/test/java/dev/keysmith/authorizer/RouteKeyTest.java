package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteKeyTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /, GET/",
        "GET, /chat, GET/chat",
        "POST, /chat/{id}/x/{other}, POST/chat/*/x/*",
        "PUT, /chat/{proxy+}, PUT/chat/*",
        "DELETE, /{proxy+}, DELETE/*",
    })
    void pathInAnArnIsTheRoutesOwnPattern(String method, String resource, String path) {
        assertThat(new RouteKey(method, resource).toArnPath()).isEqualTo(path);
    }

    /** The text of such a method is the client's: in a policy a {@code *} would stand for every method. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "G*", "?", "get", "TRACE", "BREW", "GET/admin", "", "ANY"})
    void methodOfNoRuleIsNoTextOfTheRequest(String method) {
        assertThat(new RouteKey(method, "/x").toArnPath()).isEqualTo("ANY/x");
    }
}
