package dev.keysmith.functions.rotatesecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handler as it is wired; what it does with a secret is tested where Secrets Manager's API is. */
class RotateSecretHandlerTest {

    private static final int INVOCATIONS = 1_000;

    private final ApplicationContext beans = ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(Map.of(
                    "keysmith.keys-table", "keys",
                    "keysmith.verification-secret", "verification",
                    "keysmith.signing-secret", "signing",
                    "keysmith.ledger-secret", "ledger",
                    "aws.region", "eu-central-1"))
            .start();
    private final TestContext context = new TestContext();

    @AfterEach
    void stop() {
        beans.close();
    }

    @Test
    void invocationsLeaveNoBeanBehind() {
        RotateSecretHandler handler = new RotateSecretHandler(beans);
        invoke(handler, "{}");
        int before = beans.getActiveBeanRegistrations(Object.class).size();

        for (int i = 0; i < INVOCATIONS; i++) {
            invoke(handler, "{}");
        }

        assertThat(before).isPositive();
        assertThat(beans.getActiveBeanRegistrations(Object.class)).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"Step\":hidden}",
                "{}",
                "{\"Step\":\"hiddenStep\",\"SecretId\":\"s\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000001\"}",
                "{\"Step\":[\"createSecret\"],\"SecretId\":\"s\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000001\"}",
                "{\"Step\":\"createSecret\",\"SecretId\":\"hidden secret\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000001\"}",
                "{\"Step\":\"createSecret\",\"SecretId\":\"s\",\"ClientRequestToken\":\"hidden\"}",
                "{\"Step\":\"createSecret\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000001\"}"
            })
    void eventOfAnotherFormIsRefusedAndNotQuoted(String event) {
        invoke(new RotateSecretHandler(beans), event);

        assertThat(context.lines)
                .singleElement()
                .asString()
                .contains("rotation_step_failed", "aws-request-1")
                .doesNotContain("hidden");
    }

    private void invoke(RotateSecretHandler handler, String event) {
        assertThatExceptionOfType(RotationException.class)
                .isThrownBy(() -> handler.handleRequest(
                        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream(),
                        context))
                .withMessageNotContaining("hidden");
    }
}
