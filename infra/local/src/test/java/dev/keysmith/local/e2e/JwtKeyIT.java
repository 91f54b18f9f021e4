package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys in JWT form. */
@ExtendWith(SharedStack.class)
class JwtKeyIT {

    private final Api api;
    private final String admin;

    JwtKeyIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private IssuedKey jwtKey(String rest) {
        return api.issue(admin, "{\"name\":\"j\",\"format\":\"jwt\"" + rest + "}");
    }

    @Test
    void jwtKeyIsAKeyLikeAnyOther() {
        IssuedKey key = jwtKey(",\"scopes\":[\"keys:read\"]");

        assertThat(Jwts.header(key.key()).get("typ").asText()).isEqualTo("key+jwt");
        assertThat(Jwts.claims(key.key()).get("jti").asText()).isEqualTo(key.keyId() + ".1");
        assertThat(Jwts.claims(key.key()).has("scope")).isFalse();
        assertThat(api.me(key.key()).json().get("credential_kind").asText()).isEqualTo("jwt_key");
        assertThat(api.read(key.key(), key.keyId()).json().get("format").asText())
                .isEqualTo("jwt");
        assertThat(api.update(admin, key.keyId(), "{\"scopes\":[\"chat:read\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(api.me(key.key()).json().get("scopes").toString()).isEqualTo("[\"chat:read\"]");
        assertThat(api.revoke(admin, key.keyId()).status()).isEqualTo(200);
        assertThat(api.validate(key.key()).code()).isEqualTo("key_revoked");
    }

    @Test
    void repeatedIssueGivesTheSameJwt() {
        String body = "{\"name\":\"again\",\"format\":\"jwt\"}";
        String name = "jwt-" + System.nanoTime();
        Answer first = api.post("/v1/keys", body, "x-api-key", admin, "idempotency-key", name);
        Answer second = api.post("/v1/keys", body, "x-api-key", admin, "idempotency-key", name);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("idempotency-replayed")).isEqualTo("true");
    }

    @Test
    void rotatedJwtKeyKeepsItsFormAndTheOldOneEndsWithTheGrace() {
        IssuedKey key = jwtKey("");
        Answer rotated = api.rotate(admin, key.keyId(), "{\"grace_seconds\":3600}");
        String second = rotated.json().get("key").asText();

        assertThat(rotated.json().get("format").asText()).isEqualTo("jwt");
        assertThat(Jwts.claims(second).get("jti").asText()).isEqualTo(key.keyId() + ".2");
        assertThat(api.validate(key.key()).status()).isEqualTo(200);
        api.post("/v1/keys/" + key.keyId() + "/rotate/finish", "", "x-api-key", admin);
        assertThat(api.validate(key.key()).code()).isEqualTo("key_expired");
        assertThat(api.validate(second).status()).isEqualTo(200);
    }

    @Test
    void refreshGivesANewJwtAndOnlyTheNewestCanRefresh() {
        IssuedKey key = jwtKey(",\"expires_in_days\":1");

        Answer refreshed = api.post("/v1/refresh", "", "x-api-key", key.key(), "idempotency-key", key.keyId());
        Answer again = api.post("/v1/refresh", "", "x-api-key", key.key(), "idempotency-key", key.keyId());

        assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(refreshed.body());
        String second = refreshed.json().get("key").asText();
        assertThat(second).isNotEqualTo(key.key());
        assertThat(Jwts.claims(second).get("exp").asLong())
                .isEqualTo(Instant.parse(refreshed.json().get("expires_at").asText())
                        .getEpochSecond());
        assertThat(api.validate(second).status()).isEqualTo(200);
        assertThat(api.validate(key.key()).status()).isEqualTo(200);
        assertThat(api.refresh(key.key()).status()).isEqualTo(409);
    }

    @Test
    void racingRefreshesGiveOneNewJwt() {
        IssuedKey key = jwtKey(",\"expires_in_days\":1");
        var answers = Race.of(8, _ -> api.refresh(key.key()));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(409));
    }

    @Test
    void jwtKeyIsNotMadeToLiveLongerThanItSays() {
        IssuedKey key = jwtKey(",\"expires_in_days\":2");

        Answer longer = api.update(admin, key.keyId(), "{\"expires_in_days\":7}");
        Answer shorter = api.update(
                admin, key.keyId(), "{\"expires_at\":\"" + Instant.now().plusSeconds(3600) + "\"}");

        assertThat(longer.status()).isEqualTo(400);
        assertThat(longer.json().at("/errors/0/pointer").asText()).isEqualTo("/expires_in_days");
        assertThat(shorter.status()).isEqualTo(200);
        assertThat(api.validate(key.key()).json().get("expires_at"))
                .isEqualTo(shorter.json().get("expires_at"));
    }

    @Test
    void presentedJwtKeyIsRevoked() {
        IssuedKey key = jwtKey("");
        assertThat(api.present(key.key()).status()).isEqualTo(200);
        assertThat(api.validate(key.key()).code()).isEqualTo("key_revoked");
    }
}
