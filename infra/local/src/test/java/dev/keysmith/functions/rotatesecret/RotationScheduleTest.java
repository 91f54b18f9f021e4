package dev.keysmith.functions.rotatesecret;

import static dev.keysmith.functions.rotatesecret.RotatedSecrets.LEDGER;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.SIGNING;
import static dev.keysmith.functions.rotatesecret.RotatedSecrets.VERIFICATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schedule that does not begin with a rotation: Secrets Manager tests the function by one step, and takes its version away again. */
class RotationScheduleTest {

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:rotate-secret";

    private @TempDir Path directory;
    private final Queue<String> steps = new ConcurrentLinkedQueue<>();
    private RotatedSecrets secrets;

    @BeforeEach
    void start() throws IOException {
        secrets = new RotatedSecrets(directory, Map.of("keysmith.signing-algorithm", "ES256"));
        secrets.server.rotateWith((arn, event) -> step(event));
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {VERIFICATION, SIGNING, LEDGER})
    void testOfTheScheduleSucceedsAndChangesNothing(String name) {
        String version = secrets.currentVersion(name);
        List<String> before = List.of(secrets.value(VERIFICATION), secrets.value(SIGNING), secrets.value(LEDGER));

        String test = secrets.client
                .rotateSecret(request -> request.secretId(name)
                        .rotationLambdaARN(FUNCTION)
                        .rotationRules(rules -> rules.automaticallyAfterDays(90L))
                        .rotateImmediately(false))
                .versionId();

        while (!secrets.stages(name, test).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(steps).containsExactly("testSecret done");
        assertThat(secrets.currentVersion(name)).isEqualTo(version);
        assertThat(List.of(secrets.value(VERIFICATION), secrets.value(SIGNING), secrets.value(LEDGER)))
                .isEqualTo(before);
    }

    private boolean step(byte[] event) {
        try {
            JsonNode json = new ObjectMapper().readTree(event);
            String step = json.get("Step").asText();
            secrets.beans
                    .getBean(Rotations.class)
                    .run(new RotationEvent(
                            RotationStep.of(step).orElseThrow(),
                            json.get("SecretId").asText(),
                            json.get("ClientRequestToken").asText()));
            steps.add(step + " done");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            steps.add("failed: " + e.getMessage());
            return false;
        }
    }
}
