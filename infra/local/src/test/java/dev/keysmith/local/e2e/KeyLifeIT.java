package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One key's life: issued, used, revoked. */
@ExtendWith(SharedStack.class)
class KeyLifeIT {

    private final Api api;
    private final String admin;

    KeyLifeIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    @Test
    void issuedKeyIsShownOnceWithAllThatBelongsToIt() {
        Answer answer = api.issueAnswer(admin, "{\"name\":\"first\",\"metadata\":{\"team\":\"blue\"}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        JsonNode key = answer.json();
        assertThat(key.get("key").asText())
                .matches("ks_live_" + key.get("key_id").asText() + "_[0-9A-Za-z]{49}");
        assertThat(key.get("name").asText()).isEqualTo("first");
        assertThat(key.get("owner").asText()).isEqualTo("root");
        assertThat(key.get("role").asText()).isEqualTo("basic");
        assertThat(key.get("scopes").toString()).isEqualTo("[\"chat:read\",\"chat:write\"]");
        assertThat(key.get("environment").asText()).isEqualTo("live");
        assertThat(key.get("format").asText()).isEqualTo("opaque");
        assertThat(key.get("rate_limit").toString()).isEqualTo("{\"requests\":1000,\"window_seconds\":3600}");
        assertThat(key.get("metadata").toString()).isEqualTo("{\"team\":\"blue\"}");
        Instant created = Instant.parse(key.get("created_at").asText());
        assertThat(Duration.between(created, Instant.parse(key.get("expires_at").asText())))
                .isEqualTo(Duration.ofDays(7));
        assertThat(Duration.between(
                        created, Instant.parse(key.get("refresh_after").asText())))
                .isEqualTo(Duration.ofDays(6));

        Answer read = api.get("/v1/keys/" + key.get("key_id").asText(), "x-api-key", admin);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().get("name").asText()).isEqualTo("first");
        assertThat(read.json().has("key")).isFalse();
        assertThat(read.body().toLowerCase(Locale.ROOT)).doesNotContain("hash", "pepper");
    }

    @Test
    void keyWorksByEitherHeader() {
        IssuedKey key = api.issue(admin, "{\"name\":\"either\"}");

        Answer byHeader = api.me(key.key());
        Answer byBearer = api.get("/v1/me", "authorization", "Bearer " + key.key());
        assertThat(byHeader.status()).isEqualTo(200);
        assertThat(byBearer.status()).isEqualTo(200);
        assertThat(byHeader.json()).isEqualTo(byBearer.json());
        assertThat(byHeader.json().get("key_id").asText()).isEqualTo(key.keyId());
        assertThat(api.validate(key.key()).json().get("valid").asBoolean()).isTrue();
    }

    @Test
    void revokedKeyIsRefusedByTheVeryNextCall() {
        IssuedKey key = api.issue(admin, "{\"name\":\"to revoke\"}");
        assertThat(api.me(key.key()).status()).isEqualTo(200);

        Answer revoked = api.revoke(admin, key.keyId());
        Answer next = api.me(key.key());

        assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
        assertThat(Instant.parse(revoked.json().get("effective_by").asText()))
                .isAfter(Instant.parse(revoked.json().get("revoked_at").asText()));
        assertRejected(next);
        assertThat(api.validate(key.key()).status()).isEqualTo(401);
        assertThat(api.validate(key.key()).code()).isEqualTo("key_revoked");
    }

    @Test
    void revokingAgainChangesNothing() {
        IssuedKey key = api.issue(admin, "{\"name\":\"to revoke twice\"}");
        Answer first = api.revoke(admin, key.keyId());
        Answer second = api.post("/v1/keys/" + key.keyId() + "/revoke", "", "x-api-key", admin);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().get("revoked_at")).isEqualTo(first.json().get("revoked_at"));
    }

    @Test
    void holderRevokesItsKeyByPresentingIt() {
        IssuedKey key = api.issue(admin, "{\"name\":\"leaked\"}");

        Answer answer = api.postBytes(
                "/v1/revoke",
                ("token=" + key.key()).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "application/x-www-form-urlencoded");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertRejected(api.me(key.key()));
        // RFC 7009: a token that is not known is none of the caller's business.
        assertThat(api.postBytes(
                                "/v1/revoke",
                                "token=unknown".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                                "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void randomWellFormedKeyIsUnknown() {
        String random = TestKeys.randomWellFormed();
        assertRejected(api.me(random));
        assertThat(api.validate(random).status()).isEqualTo(401);
        assertThat(api.validate(random).code()).isEqualTo("key_unknown");
    }

    @Test
    void changedCharacterIsMalformed() {
        String changed = TestKeys.withOneCharacterChanged(
                api.issue(admin, "{\"name\":\"typo\"}").key());
        assertRejected(api.me(changed));
        assertThat(api.validate(changed).code()).isEqualTo("credential_malformed");
    }

    @Test
    void noCredentialIsRejectedWithAChallenge() {
        Answer answer = api.get("/v1/me");
        assertRejected(answer);
        assertThat(api.get("/v1/validate").code()).isEqualTo("credential_missing");
    }

    @Test
    void twoCredentialsAreRejected() {
        String key = api.issue(admin, "{\"name\":\"twice\"}").key();
        assertRejected(api.get("/v1/me", "x-api-key", key, "authorization", "Bearer " + key));
        assertRejected(api.get("/v1/me", "x-api-key", key, "x-api-key", key));
        assertThat(api.get("/v1/validate", "x-api-key", key, "x-api-key", key).code())
                .isEqualTo("credential_malformed");
    }

    @Test
    void keyWithoutTheScopeIsForbidden() {
        String key = api.issue(admin, "{\"name\":\"reader\"}").key();
        Answer answer = api.post("/v1/keys", "{\"name\":\"more\"}", "x-api-key", key);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("scope_insufficient");
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
    }

    @Test
    void anotherOwnersKeyDoesNotExist() {
        String acme = api.issue(admin, "{\"name\":\"acme\",\"owner\":\"acme\",\"role\":\"admin\",\"scopes\":[\"*\"]}")
                .key();
        IssuedKey foreign = api.issue(admin, "{\"name\":\"foreign\",\"owner\":\"other\"}");

        Answer missing = api.get("/v1/keys/0000000000000000", "x-api-key", acme);
        Answer read = api.get("/v1/keys/" + foreign.keyId(), "x-api-key", acme);
        Answer revoke = api.revoke(acme, foreign.keyId());

        assertThat(read.status()).isEqualTo(404);
        assertThat(read.code()).isEqualTo("not_found").isEqualTo(missing.code());
        assertThat(revoke.status()).isEqualTo(404);
        assertThat(api.me(foreign.key()).status()).isEqualTo(200);
        assertThat(api.get("/v1/keys/" + foreign.keyId(), "x-api-key", admin).status())
                .isEqualTo(200);
    }

    @Test
    void nobodyGrantsMoreThanItHas() {
        String issuer = api.issue(
                        admin,
                        "{\"name\":\"issuer\",\"role\":\"admin\",\"scopes\":[\"keys:issue\",\"chat:*\"],\"expires_in_days\":2}")
                .key();
        for (String body : new String[] {
            "{\"name\":\"x\",\"scopes\":[\"*\"],\"expires_in_days\":1}",
            "{\"name\":\"x\",\"scopes\":[\"owners:any\"],\"expires_in_days\":1}",
            "{\"name\":\"x\",\"role\":\"admin\",\"scopes\":[\"chat:read\"],\"expires_in_days\":1}",
            "{\"name\":\"x\",\"owner\":\"other\",\"expires_in_days\":1}",
            "{\"name\":\"x\",\"expires_in_days\":3}",
        }) {
            Answer answer = api.issueAnswer(issuer, body);
            assertThat(answer.status()).as(body).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("grant_exceeds_own");
        }
        assertThat(api.issueAnswer(issuer, "{\"name\":\"x\",\"expires_in_days\":2}")
                        .status())
                .isEqualTo(201);
    }

    private static void assertRejected(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("credential_rejected");
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        assertThat(answer.json().get("request_id").asText()).isNotBlank();
    }
}
