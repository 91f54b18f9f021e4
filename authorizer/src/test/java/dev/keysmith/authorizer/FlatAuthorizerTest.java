package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The authorizer as it is wired: it starts from its settings alone, and no invocation leaves a bean behind. */
class FlatAuthorizerTest {

    private static final int INVOCATIONS = 5_000;

    @Test
    void invocationsLeaveNoBeanBehind() {
        Map<String, Object> settings = Map.of(
                "keysmith.keys-table", "keys",
                "keysmith.state-table", "state",
                "keysmith.verification-secret", "verification",
                "keysmith.issuer", "https://keys.example.com",
                "keysmith.audiences", "our-api",
                "keysmith.routes", "GET /v1/me",
                "keysmith.usage-key", "within-limits-of-the-plan",
                "aws.region", "eu-central-1");
        try (ApplicationContext beans = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(settings)
                .start()) {
            AuthorizerHandler handler = new AuthorizerHandler(beans);
            invoke(handler);
            int before = beans.getActiveBeanRegistrations(Object.class).size();

            for (int i = 0; i < INVOCATIONS; i++) {
                invoke(handler);
            }

            assertThat(before).isPositive();
            assertThat(beans.getActiveBeanRegistrations(Object.class)).hasSize(before);
        }
    }

    /** A malformed key: all the way through the handler, and no call to AWS. */
    private static void invoke(AuthorizerHandler handler) {
        assertThatThrownBy(() -> handler.handleRequest(
                        Events.stream(Events.rest("GET", "/v1/me", "/v1/me", "\"x-api-key\":[\"nonsense\"]")),
                        new ByteArrayOutputStream(),
                        new TestContext()))
                .hasMessage("Unauthorized");
    }
}
