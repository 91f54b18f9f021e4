package dev.keysmith.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    @Test
    void valuesAreDecodedOnceAndKeptInOrder() {
        assertThat(QueryParameters.parse("a=1&b=x%20y+z&a=%252F&c&=d&A=2&&e=f=g"))
                .hasValue(Map.of(
                        "a", List.of("1", "%2F"),
                        "b", List.of("x y z"),
                        "c", List.of(""),
                        "", List.of("d"),
                        "A", List.of("2"),
                        "e", List.of("f=g")));
    }

    @Test
    void aSemicolonSplits() {
        assertThat(QueryParameters.parse("a=1;b=2")).hasValue(Map.of("a", List.of("1"), "b", List.of("2")));
    }

    @Test
    void noQueryIsNoParameters() {
        assertThat(QueryParameters.parse(null)).hasValue(Map.of());
        assertThat(QueryParameters.parse("")).hasValue(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=%", "%C3=1", "a=b|c", "a=é", "a=b c"})
    void undecodableQueriesAreRefused(String query) {
        assertThat(QueryParameters.parse(query)).isEmpty();
    }
}
