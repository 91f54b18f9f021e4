package dev.keysmith.core.testing.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.testing.Core;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * The core against the model. {@code -Dkeysmith.seed=} repeats a sequence, {@code -Dkeysmith.steps=} sets its length.
 */
class ModelTest {

    private static final Terms TERMS = new Terms(
            Duration.ofHours(2),
            Duration.ofSeconds(30),
            List.of(0, 60, 3_600, 86_400, 604_800),
            List.of(
                    Duration.ofSeconds(40),
                    Duration.ofMinutes(11),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofHours(30),
                    Duration.ofDays(6)),
            4,
            Duration.ZERO,
            List.of(Core.AUDIENCE, "other-audience"));
    private static final int STEPS = 10_000;

    @Test
    void everyAnswerOfTheCoreIsTheModelsAndNoSecretWorksThatTheModelRefuses() {
        long seed = Long.getLong("keysmith.seed", ThreadLocalRandom.current().nextLong());
        int steps = Integer.getInteger("keysmith.steps", STEPS);
        System.out.println("model test of the core: -Dkeysmith.seed=" + seed + " -Dkeysmith.steps=" + steps);
        Core core = new Core(
                Map.of(
                        "keysmith.roles", TERMS.rolesSetting(),
                        "keysmith.issue-in-flight", TERMS.issueInFlight().toString()),
                seeded(seed));

        Map<String, Integer> tally = ModelRun.play(new InProcess(core), TERMS, seed, steps);

        System.out.println(tally);
        if (steps >= STEPS) {
            assertThat(tally)
                    .containsKeys(
                            "Issue NewSecret",
                            "Issue replayed",
                            "Issue grant_exceeds_own",
                            "Issue request_invalid",
                            "Issue conflict",
                            "Import Imported",
                            "Read Key",
                            "Read not_found",
                            "ListKeys Keys",
                            "ListKeys not_found",
                            "Update Key",
                            "Update version_mismatch",
                            "Update grant_exceeds_own",
                            "Update conflict",
                            "Rotate NewSecret",
                            "Rotate replayed",
                            "Rotate grant_exceeds_own",
                            "Rotate conflict",
                            "Finish Key",
                            "Mint Token",
                            "Mint grant_exceeds_own",
                            "Mint request_invalid",
                            "Mint scope_insufficient",
                            "Refresh Key",
                            "Refresh NewSecret",
                            "Refresh TooEarly",
                            "Refresh conflict",
                            "Revoke Key",
                            "RevokeWithIssued Done",
                            "RevokeOwner Done",
                            "Delete Done",
                            "Present Key");
        }
    }

    /** Randomness that follows from a seed, so that a sequence can be repeated to the letter. */
    private static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK's own provider has it", e);
        }
    }
}
