package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A holder puts off its own key's expiry. */
@ExtendWith(SharedStack.class)
class RefreshIT {

    private final Api api;
    private final String admin;

    RefreshIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private static Instant time(JsonNode key, String field) {
        return Instant.parse(key.get(field).asText());
    }

    @Test
    void refreshExtendsByTheRolesLifetimeAndKeepsTheSecret() {
        IssuedKey key = api.issue(admin, "{\"name\":\"r\",\"expires_in_days\":1}");

        Answer answer = api.refresh(key.key());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().has("key")).isFalse();
        assertThat(Duration.between(Instant.now(), time(answer.json(), "expires_at")))
                .isBetween(Duration.ofDays(7).minusMinutes(5), Duration.ofDays(7));
        assertThat(api.me(key.key()).json().get("expires_at"))
                .isEqualTo(answer.json().get("expires_at"));
    }

    @Test
    void refreshBeforeTheWindowSaysWhenItOpens() {
        IssuedKey key = api.issue(admin, "{\"name\":\"r\"}");
        JsonNode read = api.read(admin, key.keyId()).json();

        Answer answer = api.refresh(key.key());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("refresh_too_early");
        assertThat(answer.json().get("refresh_after")).isEqualTo(read.get("refresh_after"));
        assertThat(api.read(admin, key.keyId()).json()).isEqualTo(read);
    }

    @Test
    void refreshGoesNoFurtherThanTheMaximumAgeAndThenNoMore() {
        Instant max = Instant.now().plus(Duration.ofDays(1)).plusSeconds(60);
        IssuedKey key = api.issue(admin, "{\"name\":\"r\",\"expires_in_days\":1,\"max_expires_at\":\"" + max + "\"}");

        JsonNode first = api.refresh(key.key()).json();
        Answer second = api.refresh(key.key());

        assertThat(time(first, "expires_at")).isEqualTo(time(first, "max_expires_at"));
        assertThat(first.get("refresh_after").isNull()).isTrue();
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("conflict");
    }

    @Test
    void expiredKeyIsNotRefreshed() throws InterruptedException {
        IssuedKey key = api.issue(
                admin, "{\"name\":\"r\",\"expires_at\":\"" + Instant.now().plusSeconds(4) + "\"}");
        while (api.validate(key.key()).status() == 200) {
            Thread.sleep(50);
        }
        assertThat(api.refresh(key.key()).status()).isEqualTo(401);
        assertThat(api.validate(key.key()).code()).isEqualTo("key_expired");
    }

    @Test
    void racingRefreshesExtendOnce() {
        IssuedKey key = api.issue(admin, "{\"name\":\"r\",\"expires_in_days\":1}");

        List<Answer> answers = Race.of(10, _ -> api.refresh(key.key()));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("refresh_too_early"));
    }

    @Test
    void revokeRacingRefreshEndsRevoked() {
        for (int round = 0; round < 5; round++) {
            IssuedKey key = api.issue(admin, "{\"name\":\"r\",\"expires_in_days\":1}");
            Race.of(4, i -> i % 2 == 0 ? api.refresh(key.key()) : api.revoke(admin, key.keyId()));
            assertThat(api.validate(key.key()).code()).isEqualTo("key_revoked");
        }
    }
}
