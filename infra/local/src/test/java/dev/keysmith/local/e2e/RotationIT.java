package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key gets a new secret and stays the same key. */
@ExtendWith(SharedStack.class)
class RotationIT {

    private static final int RACERS = 50;

    private final Api api;
    private final String admin;

    RotationIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private IssuedKey issued() {
        return api.issue(admin, "{\"name\":\"to rotate\"}");
    }

    private String rotated(IssuedKey key, String body) {
        Answer answer = api.rotate(admin, key.keyId(), body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("key").asText();
    }

    @Test
    void rotatedKeyIsTheSameKeyAndBothSecretsWorkUntilTheGraceEnds() {
        IssuedKey key = issued();
        JsonNode before = api.read(admin, key.keyId()).json();

        JsonNode after = api.rotate(admin, key.keyId(), "").json();

        assertThat(after.get("key").asText())
                .startsWith("ks_live_" + key.keyId() + "_")
                .isNotEqualTo(key.key());
        for (String same : List.of("key_id", "owner", "name", "role", "scopes", "expires_at", "created_at")) {
            assertThat(after.get(same)).as(same).isEqualTo(before.get(same));
        }
        assertThat(Duration.between(
                        Instant.now(), Instant.parse(after.get("grace_ends_at").asText())))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(api.me(key.key()).status()).isEqualTo(200);
        assertThat(api.me(after.get("key").asText()).status()).isEqualTo(200);
    }

    @Test
    void finishEndsTheGraceNow() {
        IssuedKey key = issued();
        String next = rotated(key, "{\"grace_seconds\":604800}");

        Answer finished = api.post("/v1/keys/" + key.keyId() + "/rotate/finish", "", "x-api-key", admin);

        assertThat(finished.status()).as(finished.body()).isEqualTo(200);
        assertThat(finished.json().get("grace_ends_at").isNull()).isTrue();
        assertThat(finished.json().has("key")).isFalse();
        assertThat(api.me(key.key()).status()).isEqualTo(401);
        assertThat(api.validate(key.key()).code()).isEqualTo("key_expired");
        assertThat(api.me(next).status()).isEqualTo(200);
        assertThat(api.post("/v1/keys/" + key.keyId() + "/rotate/finish", "{}", "x-api-key", admin)
                        .json())
                .isEqualTo(finished.json());
    }

    @Test
    void secretWhoseGraceHasEndedIsExpired() throws InterruptedException {
        IssuedKey key = issued();
        String next = rotated(key, "{\"grace_seconds\":1}");
        assertThat(api.me(key.key()).status()).isEqualTo(200);
        while (api.me(key.key()).status() == 200) {
            Thread.sleep(50);
        }
        assertThat(api.validate(key.key()).code()).isEqualTo("key_expired");
        assertThat(api.me(next).status()).isEqualTo(200);
    }

    @Test
    void rotatingTwiceEndsTheOldestAtOnce() {
        IssuedKey key = issued();
        String second = rotated(key, "");
        String third = rotated(key, "");

        assertThat(api.me(key.key()).status()).isEqualTo(401);
        assertThat(api.validate(key.key()).code()).isEqualTo("key_unknown");
        assertThat(api.me(second).status()).isEqualTo(200);
        assertThat(api.me(third).status()).isEqualTo(200);
    }

    @Test
    void racingRotationsLeaveOneNewSecretAndSomebodyWasToldIt() {
        IssuedKey key = issued();

        List<Answer> answers = Race.of(RACERS, _ -> api.rotate(admin, key.keyId(), "{\"grace_seconds\":0}"));

        List<String> told = answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.json().get("key").asText())
                .toList();
        assertThat(told).isNotEmpty();
        assertThat(told.stream().filter(secret -> api.me(secret).status() == 200))
                .hasSize(1);
        assertThat(api.me(key.key()).status()).isEqualTo(401);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("conflict"));
    }

    @Test
    void requestThatWasUnderWayWhenTheKeyWasRotatedIsRefused() {
        IssuedKey key = issued();
        List<Answer> answers = Race.of(2, _ -> api.rotate(admin, key.keyId(), ""));
        // Both were told at once what only one may be: the holders' secret has a grace.
        assertThat(answers).extracting(Answer::status).contains(200);
        long made = answers.stream().filter(answer -> answer.status() == 200).count();
        assertThat(api.me(key.key()).status()).isEqualTo(made == 1 ? 200 : 401);
    }

    @Test
    void lostAnswerIsHadAgain() {
        IssuedKey key = issued();
        String name = UUID.randomUUID().toString();

        Answer first = api.rotate(admin, key.keyId(), "{\"grace_seconds\":60}", "idempotency-key", name);
        Answer again = api.rotate(admin, key.keyId(), "{\"grace_seconds\":60}", "idempotency-key", name);
        Answer other = api.rotate(admin, key.keyId(), "{\"grace_seconds\":61}", "idempotency-key", name);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("idempotency-replayed")).isEmpty();
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("idempotency_mismatch");
        assertThat(api.me(key.key()).status()).isEqualTo(200);
        assertThat(api.me(first.json().get("key").asText()).status()).isEqualTo(200);
    }

    @Test
    void holderMayRotateItselfAndRepeatThatWithItsOldSecret() {
        IssuedKey key = api.issue(admin, "{\"name\":\"self\",\"scopes\":[\"keys:rotate\"]}");
        Answer first = api.rotate(key.key(), key.keyId(), "", "idempotency-key", "self");
        Answer again = api.rotate(key.key(), key.keyId(), "", "idempotency-key", "self");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void revokeRacingRotateAndUpdateEndsRevoked() {
        for (int round = 0; round < 5; round++) {
            IssuedKey key = issued();
            List<Answer> answers = Race.of(9, i -> switch (i % 3) {
                case 0 -> api.rotate(admin, key.keyId(), "");
                case 1 -> api.update(admin, key.keyId(), "{\"name\":\"racing\"}");
                default -> api.revoke(admin, key.keyId());
            });
            assertThat(answers).extracting(Answer::status).allMatch(status -> status == 200 || status == 409);
            assertThat(api.read(admin, key.keyId()).json().get("status").asText())
                    .isEqualTo("revoked");
            assertThat(api.me(key.key()).status()).isEqualTo(401);
            answers.stream()
                    .filter(answer -> answer.status() == 200 && answer.json().has("key"))
                    .forEach(answer -> assertThat(
                                    api.me(answer.json().get("key").asText()).status())
                            .isEqualTo(401));
        }
    }

    @Test
    void revokedKeyIsNotRotatedAndAnotherOwnersDoesNotExist() {
        IssuedKey key = issued();
        String stranger = api.issue(
                        admin, "{\"name\":\"s\",\"owner\":\"stranger\",\"role\":\"admin\",\"scopes\":[\"*\"]}")
                .key();
        for (String keyId : List.of(key.keyId(), "0000000000000000", "short")) {
            assertThat(api.rotate(stranger, keyId, "").status()).isEqualTo(404);
            assertThat(api.post("/v1/keys/" + keyId + "/rotate/finish", "", "x-api-key", stranger)
                            .status())
                    .isEqualTo(404);
        }
        api.revoke(admin, key.keyId());
        assertThat(api.rotate(admin, key.keyId(), "").code()).isEqualTo("conflict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"grace_seconds\":-1}",
                "{\"grace_seconds\":604801}",
                "{\"grace_seconds\":1.5}",
                "{\"grace_seconds\":\"1\"}",
                "{\"grace\":1}"
            })
    void badGraceIsNamed(String body) {
        Answer answer = api.rotate(admin, issued().keyId(), body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("pointer").asText()).startsWith("/grace");
    }

    @Test
    void badIdempotencyKeyIsRefused() {
        IssuedKey key = issued();
        for (String name : List.of("", "two words", "x".repeat(256))) {
            assertThat(api.rotate(admin, key.keyId(), "", "idempotency-key", name)
                            .status())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(api.rotate(admin, key.keyId(), "", "idempotency-key", "a", "idempotency-key", "b")
                        .status())
                .isEqualTo(400);
    }
}
