package dev.keysmith.functions.manage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.meter.LeaseRequest;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/keys/{key_id}/usage}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageFunctionTest {

    private static final RateLimit TEN_A_MINUTE = new RateLimit(10, Duration.ofMinutes(1));

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private OwnKey key() {
        return core.issue(admin, Asked.forKey().owner("acme").rate(10, 60).build())
                .key();
    }

    private Answer usage(String keyId, Principal caller) {
        return function.call(TestEvent.of("GET", "/v1/keys/{key_id}/usage")
                .parameter("key_id", keyId)
                .by(caller));
    }

    @Test
    void unusedKeyShowsItsLimitsWhole() {
        OwnKey key = key();

        Answer answer = usage(key.keyId().value(), admin);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsOnlyKeys(
                        "key_id",
                        "total",
                        "unsettled",
                        "last_used_at",
                        "previous_secret_last_used_at",
                        "rate_limit",
                        "quota")
                .containsEntry("key_id", key.keyId().value())
                .containsEntry("total", 0)
                .containsEntry("unsettled", 0)
                .containsEntry("last_used_at", null)
                .containsEntry("previous_secret_last_used_at", null)
                .containsEntry("quota", null);
        assertThat((Map<?, ?>) answer.json().get("rate_limit")).isEqualTo(rate(10, null));
    }

    @Test
    void usedKeyShowsHowMuchAndWhenItsRateIsFullAgain() {
        OwnKey key = key();
        use(key, 3);

        Answer answer = usage(key.keyId().value(), admin);

        assertThat(answer.json())
                .containsEntry("total", 3)
                .containsEntry("unsettled", 3)
                .containsEntry("last_used_at", core.clock.instant().toString());
        assertThat((Map<?, ?>) answer.json().get("rate_limit"))
                .isEqualTo(rate(7, core.clock.instant().plusSeconds(18).toString()));
    }

    @Test
    void quotaShowsWhatIsLeftOfIt() {
        OwnKey key =
                core.issue(admin, Asked.forKey().owner("acme").quota(8).build()).key();
        use(key, 3);

        assertThat(usage(key.keyId().value(), admin).json()).containsEntry("quota", Map.of("limit", 8, "remaining", 5));
    }

    @Test
    void keyWithoutLimitsShowsNone() {
        Answer answer = usage(admin.keyId().value(), admin);

        assertThat(answer.json()).containsEntry("rate_limit", null).containsEntry("quota", null);
    }

    @Test
    void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
        Principal caller = core.principal(core.issue(admin, "other", "*"));

        Answer forbidden = usage(key().keyId().value(), caller);
        Answer missing = usage("0000000000000000", caller);

        assertThat(forbidden.status()).isEqualTo(404);
        assertThat(forbidden.body()).isEqualTo(missing.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "0000000000000000\u0000", "..", "é", "/", ""})
    void malformedKeyIdIsAbsentAndCostsNoCall(String keyId) {
        core.calls.take();

        assertThat(usage(keyId, admin).status()).isEqualTo(404);
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void callerWithoutTheScopeIsRefused() {
        OwnKey key = key();

        assertThat(usage(key.keyId().value(), core.principal(key)).code()).isEqualTo("scope_insufficient");
    }

    private void use(OwnKey key, int requests) {
        core.meters.take(new LeaseRequest(
                MeterId.of(key.keyId()),
                "a",
                requests,
                core.clock.instant(),
                new BucketStep.FromFull(TEN_A_MINUTE, 1, 0),
                OptionalLong.empty(),
                Optional.empty(),
                Set.of(),
                false,
                core.clock.instant().plusSeconds(60)));
    }

    private static Map<String, Object> rate(int remaining, @Nullable String resetAt) {
        Map<String, Object> rate = new HashMap<>(Map.of("requests", 10, "window_seconds", 60, "remaining", remaining));
        rate.put("reset_at", resetAt);
        return rate;
    }
}
