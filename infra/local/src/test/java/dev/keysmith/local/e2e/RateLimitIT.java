package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys are held to their rate and quota, and told how these stand. Limits this small are counted one by one in every mode. */
@ExtendWith(SharedStack.class)
@Timeout(120)
class RateLimitIT {

    private static final int RACERS = 30;

    private static final String[] HEADERS = {
        "ratelimit-policy", "ratelimit", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"
    };

    private final Api api;
    private final String admin;

    RateLimitIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private IssuedKey issued(String limits) {
        return api.issue(admin, "{\"name\":\"limited\"," + limits + "}");
    }

    private IssuedKey anHour(int requests) {
        return issued("\"rate_limit\":{\"requests\":" + requests + ",\"window_seconds\":3600}");
    }

    private void useUp(String credential, int requests) {
        for (int i = 0; i < requests; i++) {
            Answer answer = api.me(credential);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
    }

    private static long retryAfter(Answer refused, String code) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(429);
        assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.json().get("status").asInt()).isEqualTo(429);
        assertThat(refused.json().get("request_id").asText()).isEqualTo(refused.header("x-amzn-requestid"));
        return Long.parseLong(refused.header("retry-after"));
    }

    @Test
    void burstIsAdmittedAndNotOneMore() {
        IssuedKey key = anHour(10);

        List<Answer> answers = Race.of(RACERS, _ -> api.me(key.key()));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(
                        answer -> assertThat(retryAfter(answer, "rate_limited")).isBetween(1L, 360L));
    }

    @Test
    void whoWaitedIsAdmittedAgainAndNotBefore() throws InterruptedException {
        // Ten seconds a unit: three requests are made before there is another, on a slow machine as well.
        IssuedKey key = issued("\"rate_limit\":{\"requests\":2,\"window_seconds\":20}");
        Instant start = Instant.now();
        useUp(key.key(), 2);
        assertThat(retryAfter(api.me(key.key()), "rate_limited")).isBetween(1L, 10L);

        while (api.me(key.key()).status() == 429) {
            Thread.sleep(50);
        }

        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void quotaIsAllThereIsUntilItIsRaised() {
        IssuedKey key = issued("\"quota\":5");

        List<Answer> answers = Race.of(RACERS, _ -> api.me(key.key()));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(5);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer ->
                        assertThat(retryAfter(answer, "quota_exceeded")).isPositive());

        assertThat(api.update(admin, key.keyId(), "{\"quota\":7}").status()).isEqualTo(200);
        useUp(key.key(), 2);
        retryAfter(api.me(key.key()), "quota_exceeded");
    }

    @Test
    void changedRateHoldsAtOnce() {
        IssuedKey key = anHour(3);
        useUp(key.key(), 3);
        retryAfter(api.me(key.key()), "rate_limited");

        api.update(admin, key.keyId(), "{\"rate_limit\":{\"requests\":5,\"window_seconds\":3600}}");
        useUp(key.key(), 2);
        retryAfter(api.me(key.key()), "rate_limited");

        IssuedKey lowered = anHour(100);
        useUp(lowered.key(), 3);
        api.update(admin, lowered.keyId(), "{\"rate_limit\":{\"requests\":4,\"window_seconds\":3600}}");
        useUp(lowered.key(), 1);
        retryAfter(api.me(lowered.key()), "rate_limited");
    }

    @Test
    void secretsAndTokensOfAKeyShareItsRate() {
        IssuedKey key = anHour(4);
        // Minting is a request of the key's, too.
        String token = api.token(key.key());
        useUp(key.key(), 1);
        useUp(token, 1);
        String next = api.rotate(admin, key.keyId(), "").json().get("key").asText();
        useUp(next, 1);

        for (String credential : List.of(key.key(), token, next)) {
            retryAfter(api.me(credential), "rate_limited");
        }
    }

    @Test
    void otherKeysAreNotAffected() {
        IssuedKey key = anHour(1);
        IssuedKey other = anHour(1);
        useUp(key.key(), 1);
        retryAfter(api.me(key.key()), "rate_limited");

        useUp(other.key(), 1);
    }

    @Test
    void refusalForAnotherReasonIsNotCharged() {
        IssuedKey key = anHour(1);

        for (int i = 0; i < 3; i++) {
            assertThat(api.issueAnswer(key.key(), "{\"name\":\"x\"}").status()).isEqualTo(403);
        }

        useUp(key.key(), 1);
    }

    @Test
    void answersTellHowTheLimitsStand() {
        IssuedKey key = issued("\"rate_limit\":{\"requests\":10,\"window_seconds\":3600},\"quota\":100,"
                + "\"role\":\"admin\",\"scopes\":[\"keys:read\"]");
        long before = Instant.now().getEpochSecond();

        Answer first = api.me(key.key());
        Answer second = api.read(key.key(), "0000000000000000");

        assertThat(first.header("ratelimit-policy")).isEqualTo("\"rate\";q=10;w=3600, \"quota\";q=100");
        assertThat(first.header("ratelimit")).matches("\"rate\";r=9;t=(360|359), \"quota\";r=99");
        assertThat(first.header("x-ratelimit-limit")).isEqualTo("10");
        assertThat(first.header("x-ratelimit-remaining")).isEqualTo("9");
        assertThat(Long.parseLong(first.header("x-ratelimit-reset")))
                .isBetween(before + 359, Instant.now().getEpochSecond() + 361);
        assertThat(second.status()).isEqualTo(404);
        assertThat(second.header("ratelimit")).contains("\"quota\";r=98");
    }

    @Test
    void gatewaysOwnAnswersAndThoseToWhoHasNoLimitsTellNothing() {
        IssuedKey key = anHour(1);
        useUp(key.key(), 1);

        for (Answer answer : List.of(api.me(key.key()), api.me("nonsense"), api.me(admin), api.validate(key.key()))) {
            for (String header : HEADERS) {
                assertThat(answer.header(header)).as(header).isEmpty();
            }
        }
    }
}
