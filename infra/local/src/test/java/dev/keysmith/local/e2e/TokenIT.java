package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Access tokens: minted from a key, used in its place, and never more than it. */
@ExtendWith(SharedStack.class)
class TokenIT {

    private static final String AUDIENCE = "https://keysmith.localhost/v1";
    private static final String OTHER_AUDIENCE = "https://api.localhost";

    private final Api api;
    private final String admin;

    TokenIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private IssuedKey keyWith(String... scopes) {
        return api.issue(admin, "{\"name\":\"t\",\"scopes\":[\"" + String.join("\",\"", scopes) + "\"]}");
    }

    @Test
    void tokenSaysWhatRfc9068AsksFor() {
        IssuedKey key = keyWith("keys:read", "chat:*");

        Answer minted = api.mint(key.key(), "{\"scope\":\"chat:read\",\"expires_in_seconds\":60}");

        assertThat(minted.status()).as(minted.body()).isEqualTo(200);
        assertThat(minted.json().get("scope").asText()).isEqualTo("chat:read");
        assertThat(minted.json().get("expires_in").asInt()).isEqualTo(60);
        String token = minted.json().get("access_token").asText();
        JsonNode header = Jwts.header(token);
        assertThat(header.get("typ").asText()).isEqualTo("at+jwt");
        assertThat(header.get("alg").asText()).isEqualTo("RS256");
        JsonNode claims = Jwts.claims(token);
        assertThat(claims.get("iss").asText()).isEqualTo("https://keysmith.localhost");
        assertThat(claims.get("aud").asText()).isEqualTo(AUDIENCE);
        assertThat(claims.get("sub").asText()).isEqualTo(key.keyId());
        assertThat(claims.get("client_id").asText()).isEqualTo(key.keyId());
        assertThat(claims.get("jti").asText()).startsWith(key.keyId() + ".1.");
        assertThat(claims.get("scope").asText()).isEqualTo("chat:read");
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(60);
        assertThat(api.token(key.key())).isNotEqualTo(api.token(key.key()));
    }

    @Test
    void tokenIsVerifiedByThePublishedKeysWithAnotherLibrary() throws Exception {
        assertThat(Jwts.isSignedByOneOf(
                        api.get("/.well-known/jwks.json").json(),
                        api.token(keyWith("chat:read").key())))
                .isTrue();
    }

    @Test
    void tokenIsUsedInPlaceOfItsKey() {
        String token = api.token(keyWith("keys:read").key());

        JsonNode me = api.get("/v1/me", "authorization", "Bearer " + token).json();

        assertThat(me.get("credential_kind").asText()).isEqualTo("access_token");
        assertThat(me.get("scopes").toString()).isEqualTo("[\"keys:read\"]");
        assertThat(Duration.between(
                        Instant.now(), Instant.parse(me.get("expires_at").asText())))
                .isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
        assertThat(api.get("/v1/keys", "x-api-key", token).status()).isEqualTo(200);
        assertThat(api.validate(token).status()).isEqualTo(200);
        assertThat(api.issueAnswer(token, "{\"name\":\"x\"}").code()).isEqualTo("scope_insufficient");
    }

    @Test
    void tokenHoldsNoMoreThanItsKey() {
        IssuedKey key = keyWith("chat:read", "keys:*");

        for (String scope : List.of("chat:write", "chat:*", "*", "owners:any", "chat:read dataset:read")) {
            Answer answer = api.mint(key.key(), "{\"scope\":\"" + scope + "\"}");
            assertThat(answer.status()).as(scope).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("grant_exceeds_own");
            assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/scope");
        }
        assertThat(api.token(key.key(), "{\"scope\":\"keys:read\"}")).isNotEmpty();
    }

    @Test
    void tokenIsNarrowedWithItsKeyAndNotWidenedWithIt() {
        IssuedKey key = keyWith("keys:*", "chat:read");
        String all = api.token(key.key());
        String narrow = api.token(key.key(), "{\"scope\":\"chat:read\"}");

        assertThat(api.update(admin, key.keyId(), "{\"scopes\":[\"keys:read\",\"chat:*\"]}")
                        .status())
                .isEqualTo(200);

        assertThat(api.me(all).json().get("scopes").toString()).isEqualTo("[\"chat:read\",\"keys:read\"]");
        assertThat(api.me(narrow).json().get("scopes").toString()).isEqualTo("[\"chat:read\"]");
        assertThat(api.revoke(all, key.keyId()).code()).isEqualTo("scope_insufficient");
    }

    @Test
    void wrongRequestForATokenNamesTheField() {
        IssuedKey key = keyWith("chat:read");
        for (String[] wrong : new String[][] {
            {"{\"expires_in_seconds\":3601}", "/expires_in_seconds"},
            {"{\"expires_in_seconds\":0}", "/expires_in_seconds"},
            {"{\"audience\":\"https://evil.example\"}", "/audience"},
            {"{\"scope\":\"no scope\"}", "/scope"},
            {"{\"scope\":\"\"}", "/scope"},
            {"{\"scopes\":[]}", "/scopes"}
        }) {
            Answer answer = api.mint(key.key(), wrong[0]);
            assertThat(answer.status()).as(wrong[0]).isEqualTo(400);
            assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(wrong[1]);
        }
    }

    @Test
    void tokenForAnotherAudienceIsRefusedHereAndKnownAsGood() {
        String token = api.token(keyWith("chat:read").key(), "{\"audience\":\"" + OTHER_AUDIENCE + "\"}");

        assertThat(api.me(token).code()).isEqualTo("credential_rejected");
        assertThat(api.introspect(admin, token).json().get("aud").toString()).isEqualTo("[\"" + OTHER_AUDIENCE + "\"]");
    }

    @Test
    void tokenMintsRefreshesAndRotatesNothing() {
        IssuedKey key = api.issue(admin, "{\"name\":\"t\",\"scopes\":[\"*\"],\"expires_in_days\":1}");
        String token = api.token(key.key());

        for (Answer answer : List.of(
                api.mint(token, ""),
                api.refresh(token),
                api.rotate(token, key.keyId(), ""),
                api.post("/v1/keys/" + key.keyId() + "/rotate/finish", "", "x-api-key", token))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }
        assertThat(api.validate(key.key()).status()).isEqualTo(200);
    }

    @Test
    void tokenIssuesNothingThatOutlivesIt() {
        String token = api.token(
                api.issue(admin, "{\"name\":\"t\",\"scopes\":[\"*\"]}").key());

        Answer longer = api.issueAnswer(token, "{\"name\":\"x\",\"expires_in_days\":1}");
        Answer brief = api.issueAnswer(
                token, "{\"name\":\"x\",\"expires_at\":\"" + Instant.now().plusSeconds(600) + "\"}");

        assertThat(longer.code()).isEqualTo("grant_exceeds_own");
        assertThat(brief.status()).as(brief.body()).isEqualTo(201);
        assertThat(Instant.parse(brief.json().get("max_expires_at").asText()))
                .isBefore(Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void revokedKeyTakesItsTokensWithItAtOnce() {
        IssuedKey key = keyWith("keys:read");
        String token = api.token(key.key());
        String other = api.token(key.key());

        assertThat(api.revoke(admin, key.keyId()).status()).isEqualTo(200);

        for (String dead : List.of(token, other)) {
            assertThat(api.me(dead).status()).isEqualTo(401);
            assertThat(api.validate(dead).code()).isEqualTo("token_revoked");
        }
    }

    @Test
    void deletedKeyTakesItsTokensWithIt() {
        IssuedKey key = keyWith("keys:read");
        String token = api.token(key.key());
        assertThat(api.delete("/v1/keys/" + key.keyId(), "x-api-key", admin).status())
                .isEqualTo(204);
        assertThat(api.validate(token).code()).isEqualTo("token_revoked");
    }

    @Test
    void tokenOfARotatedKeyEndsWithTheGraceOfItsSecret() {
        IssuedKey key = keyWith("keys:read");
        String token = api.token(key.key());

        String second = api.rotate(admin, key.keyId(), "{\"grace_seconds\":3600}")
                .json()
                .get("key")
                .asText();
        assertThat(api.me(token).status()).isEqualTo(200);
        String ofSecond = api.token(second);
        assertThat(api.post("/v1/keys/" + key.keyId() + "/rotate/finish", "", "x-api-key", admin)
                        .status())
                .isEqualTo(200);

        assertThat(api.validate(token).code()).isEqualTo("token_revoked");
        assertThat(api.me(ofSecond).status()).isEqualTo(200);
    }

    @Test
    void singleTokenIsRevokedByWhoeverPresentsIt() {
        IssuedKey key = keyWith("keys:read");
        String lost = api.token(key.key());
        String kept = api.token(key.key());

        Answer answer = api.present(lost);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(api.me(lost).status()).isEqualTo(401);
        assertThat(api.validate(lost).code()).isEqualTo("token_revoked");
        assertThat(api.me(kept).status()).isEqualTo(200);
        assertThat(api.validate(key.key()).status()).isEqualTo(200);
        assertThat(api.present(lost).status()).isEqualTo(200);
    }

    @Test
    void manyTokensOfOneKeyAreRevokedAtOnce() {
        IssuedKey key = keyWith("keys:read");
        List<String> tokens =
                IntStream.range(0, 12).mapToObj(_ -> api.token(key.key())).toList();

        List<Answer> answers = Race.of(tokens.size(), i -> api.present(tokens.get(i)));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(tokens)
                .allSatisfy(token -> assertThat(api.validate(token).code()).isEqualTo("token_revoked"));
        assertThat(api.validate(key.key()).status()).isEqualTo(200);
    }

    @Test
    void fiftyFirstRevokedTokenTakesTheOlderOnesWithIt() {
        IssuedKey key = keyWith("keys:read");
        String bystander = api.token(key.key());
        List<String> tokens =
                IntStream.range(0, 51).mapToObj(_ -> api.token(key.key())).toList();

        tokens.forEach(token -> assertThat(api.present(token).status()).isEqualTo(200));

        assertThat(tokens)
                .allSatisfy(token -> assertThat(api.validate(token).code()).isEqualTo("token_revoked"));
        assertThat(api.validate(bystander).code()).isEqualTo("token_revoked");
        assertThat(api.validate(key.key()).status()).isEqualTo(200);
    }

    @Test
    void tokenExpires() throws InterruptedException {
        IssuedKey key = keyWith("keys:read");
        String token = api.token(key.key(), "{\"expires_in_seconds\":1}");
        while (api.validate(token).status() == 200) {
            Thread.sleep(50);
        }
        assertThat(api.validate(token).code()).isEqualTo("token_expired");
        assertThat(api.me(token).status()).isEqualTo(401);
        assertThat(Instant.now())
                .isAfter(Instant.ofEpochSecond(Jwts.claims(token).get("exp").asLong()));
    }

    @Test
    void tokenOfAnImportedKeyWorks() {
        String foreign = TestKeys.foreign();
        String keyId = api.importKey(admin, foreign, ",\"scopes\":[\"keys:read\"]");
        String token = api.token(foreign);
        assertThat(api.me(token).json().get("key_id").asText()).isEqualTo(keyId);
    }
}
