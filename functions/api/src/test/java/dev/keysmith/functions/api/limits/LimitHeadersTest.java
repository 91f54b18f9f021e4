package dev.keysmith.functions.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.ProbeController;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitHeadersTest {

    private static final String[] ALL = {
        "RateLimit", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"
    };

    private static final Map<String, String> RATE = Map.of(
            "rate_requests", "1000",
            "rate_window_seconds", "3600",
            "rate_remaining", "990",
            "rate_reset_seconds", "36");
    private static final Map<String, String> QUOTA = Map.of("quota", "1000000000000", "quota_remaining", "17");

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core, Map.of(ProbeController.ENABLED, "true"));

    @AfterAll
    void stop() {
        function.close();
    }

    @SafeVarargs
    private Answer answer(String resource, Map<String, String>... figures) {
        Map<String, String> context = new HashMap<>(admin.toContext());
        for (Map<String, String> some : figures) {
            context.putAll(some);
        }
        return function.call(TestEvent.of("GET", resource).authorizer(context));
    }

    @Test
    void rateIsToldAsTheDraftAndAsCustomWriteIt() {
        Answer answer = answer("/probe/caller", RATE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("RateLimit-Policy", "\"rate\";q=1000;w=3600")
                .containsEntry("RateLimit", "\"rate\";r=990;t=36")
                .containsEntry("X-RateLimit-Limit", "1000")
                .containsEntry("X-RateLimit-Remaining", "990")
                .containsEntry(
                        "X-RateLimit-Reset", Long.toString(core.clock.instant().getEpochSecond() + 36));
    }

    @Test
    void resetIsNeverBeforeItsTime() {
        core.clock.advance(Duration.ofMillis(1));
        Answer answer = answer("/probe/caller", RATE);
        core.clock.advance(Duration.ofMillis(999));

        assertThat(answer.headers())
                .containsEntry(
                        "X-RateLimit-Reset", Long.toString(core.clock.instant().getEpochSecond() + 36));
    }

    @Test
    void quotaIsASecondPolicyWithoutWindow() {
        assertThat(answer("/probe/caller", RATE, QUOTA).headers())
                .containsEntry("RateLimit-Policy", "\"rate\";q=1000;w=3600, \"quota\";q=1000000000000")
                .containsEntry("RateLimit", "\"rate\";r=990;t=36, \"quota\";r=17")
                .containsEntry("X-RateLimit-Remaining", "990");
    }

    @Test
    void quotaAloneIsNoRate() {
        assertThat(answer("/probe/caller", QUOTA).headers())
                .containsEntry("RateLimit-Policy", "\"quota\";q=1000000000000")
                .containsEntry("RateLimit", "\"quota\";r=17")
                .doesNotContainKeys("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    }

    @ParameterizedTest
    @CsvSource({"/probe/caller, 200", "/probe/malfunction, 503", "/probe/unmarked, 403", "/nothing, 404"})
    void everyAnswerToWhoWasAdmittedTells(String resource, int status) {
        Answer answer = answer(resource, RATE);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsKeys(ALL);
    }

    @Test
    void whoHasNoLimitsIsToldNothing() {
        assertThat(answer("/probe/caller").headers()).doesNotContainKeys(ALL);
    }

    @Test
    void whoWasNotAskedForACredentialIsToldNothing() {
        assertThat(function.call(TestEvent.of("GET", "/probe/items/{item_id}").parameter("item_id", "7"))
                        .headers())
                .doesNotContainKeys(ALL);
    }

    /** So it is where nothing is metered. */
    @Test
    void limitThatNobodyCountsIsNotTold() {
        assertThat(answer("/probe/caller", Map.of("rate_requests", "1000", "rate_window_seconds", "3600"))
                        .headers())
                .doesNotContainKeys(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "1;x=1", "1\r\nX-Forged: 1", "9999999999999999", "٣"})
    void figureThatIsNoneIsNotTold(String figure) {
        assertThat(answer("/probe/caller", RATE, Map.of("rate_remaining", figure))
                        .headers())
                .doesNotContainKeys(ALL)
                .doesNotContainKey("X-Forged");
    }
}
