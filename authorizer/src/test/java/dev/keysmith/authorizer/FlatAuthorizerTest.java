package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.BeanContext;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The authorizer as it is wired: it starts from its settings alone, and no invocation leaves a bean behind. */
class FlatAuthorizerTest {

    private static final int INVOCATIONS = 5_000;

    @Test
    void invocationsLeaveNoBeanBehind() {
        Map<String, String> environment = Map.of(
                "KEYSMITH_KEYS_TABLE", "keys",
                "KEYSMITH_STATE_TABLE", "state",
                "KEYSMITH_VERIFICATION_SECRET", "verification",
                "KEYSMITH_ISSUER", "https://keys.example.com",
                "KEYSMITH_AUDIENCES", "our-api",
                "KEYSMITH_ROUTES", "GET /v1/me",
                "KEYSMITH_USAGE_KEY", "within-limits-of-the-plan",
                "AWS_REGION", "eu-central-1");
        try (BeanContext beans = new AuthorizerContext(environment).start()) {
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
