package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.blueprint.Naming;
import dev.keysmith.core.testing.model.ModelRun;
import dev.keysmith.core.testing.model.Terms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All functions behind the gateway against the model. {@code -Dkeysmith.seed=} and {@code -Dkeysmith.steps=} set the sequence;
 * it follows from its seed as far as time does.
 */
class ModelIT {

    private static final Terms TERMS = new Terms(
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            List.of(0, 1, 2, 3, 86_400, 604_800),
            List.of(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(2)),
            3,
            Duration.ofMillis(100),
            List.of(Naming.standard().audience(), "https://api.localhost"));
    private static final int STEPS = 500;

    private static @TempDir Path data;

    @Test
    void everyAnswerThroughTheGatewayIsTheModelsAndNoSecretWorksThatTheModelRefuses() {
        long seed = Long.getLong("keysmith.seed", ThreadLocalRandom.current().nextLong());
        int steps = Integer.getInteger("keysmith.steps", STEPS);
        System.out.println("model test of the stack: -Dkeysmith.seed=" + seed + " -Dkeysmith.steps=" + steps);
        try (SharedStack.Handle stack = SharedStack.start(SharedStack.settings(data)
                .withFunctionEnvironment(
                        // Its authorizer takes the tokens for all audiences, so that all can be looked at.
                        Map.of(
                                "KEYSMITH_ROLES",
                                TERMS.rolesSetting(),
                                "KEYSMITH_ISSUE_IN_FLIGHT",
                                "PT1S",
                                // The model knows no use of limits: they have tests of their own.
                                "KEYSMITH_METERING",
                                "off",
                                "KEYSMITH_AUDIENCES",
                                String.join(" ", TERMS.audiences()))))) {
            HttpDeployment deployment = new HttpDeployment(stack);
            deployment.warmUp();

            Map<String, Integer> tally = ModelRun.play(deployment, TERMS, seed, steps);

            System.out.println(tally);
            assertThat(tally)
                    .containsKeys(
                            "Issue NewSecret",
                            "Import Imported",
                            "Read Key",
                            "ListKeys Keys",
                            "Update Key",
                            "Rotate NewSecret",
                            "Mint Token",
                            "Refresh TooEarly");
        }
    }
}
