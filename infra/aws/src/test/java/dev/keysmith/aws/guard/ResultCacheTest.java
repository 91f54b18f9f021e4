package dev.keysmith.aws.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of an authorizer whose results API Gateway keeps. */
final class ResultCacheTest {

    private static final List<String> NONE = List.of();
    private static final List<String> ALL = List.of(
            "method.request.header.X-Api-Key",
            "context.httpMethod",
            "context.resourcePath",
            "context.identity.sourceIp");

    @Test
    void nothingIsKeptForNoTime() {
        assertThat(ResultCache.problem(Optional.of(0), NONE)).isEmpty();
    }

    @Test
    void identitySourcesWithoutACacheOnlyRefuseRequests() {
        assertThat(ResultCache.problem(Optional.of(0), ALL)).get().asString().contains("identity sources");
    }

    @Test
    void keyThatLacksWhatDecidesIsTold() {
        assertThat(ResultCache.problem(Optional.of(60), List.of("method.request.header.Authorization")))
                .get()
                .asString()
                .contains("lacks the method, the route, the source IP;");
        assertThat(ResultCache.problem(Optional.empty(), NONE))
                .get()
                .asString()
                .contains("300, the default", "lacks the credential's header, the method, the route, the source IP;");
    }

    @Test
    void keyThatHasItAllIsRefusedTooAndWhyIsSaid() {
        assertThat(ResultCache.problem(Optional.of(60), ALL))
                .get()
                .asString()
                .doesNotContain("lacks")
                .contains("several headers", "revocation", "Set the TTL to 0");
    }
}
