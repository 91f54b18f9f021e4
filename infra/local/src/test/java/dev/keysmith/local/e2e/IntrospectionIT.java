package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Introspection (RFC 7662), and the public keys. */
@ExtendWith(SharedStack.class)
class IntrospectionIT {

    private static final String INACTIVE = "{\"active\":false}";

    private final Api api;
    private final String admin;

    IntrospectionIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private IssuedKey keyOf(String owner, String scopes) {
        return api.issue(admin, "{\"name\":\"i\",\"owner\":\"" + owner + "\",\"scopes\":[" + scopes + "]}");
    }

    @Test
    void tokenIsTold() {
        IssuedKey key = keyOf("acme", "\"chat:read\"");
        String token = api.token(key.key());

        JsonNode told = api.introspect(keyOf("acme", "\"tokens:introspect\"").key(), token)
                .json();

        assertThat(told.get("active").asBoolean()).isTrue();
        assertThat(told.get("scope").asText()).isEqualTo("chat:read");
        assertThat(told.get("client_id").asText()).isEqualTo(key.keyId());
        assertThat(told.get("owner").asText()).isEqualTo("acme");
        assertThat(told.get("exp")).isEqualTo(Jwts.claims(token).get("exp"));
        assertThat(told.get("iat")).isEqualTo(Jwts.claims(token).get("iat"));
        assertThat(told.get("jti")).isEqualTo(Jwts.claims(token).get("jti"));
        assertThat(told.get("credential_kind").asText()).isEqualTo("access_token");
    }

    @Test
    void keysOfEveryFormAreTold() {
        String foreign = TestKeys.foreign();
        api.importKey(admin, foreign, "");
        for (String key : List.of(
                keyOf("root", "\"chat:read\"").key(),
                api.issue(admin, "{\"name\":\"j\",\"format\":\"jwt\"}").key(),
                foreign)) {
            assertThat(api.introspect(admin, key).json().get("active").asBoolean())
                    .isTrue();
            assertThat(api.introspect(admin, key).json().has("jti")).isFalse();
        }
    }

    @Test
    void whatIsNotGoodOrAnothersIsInactiveAndNothingElse() {
        IssuedKey acme = keyOf("acme", "\"chat:read\"");
        String token = api.token(acme.key());
        String other = keyOf("other", "\"*\"").key();

        assertThat(api.introspect(other, token).body()).isEqualTo(INACTIVE);
        assertThat(api.introspect(other, acme.key()).body()).isEqualTo(INACTIVE);
        assertThat(api.introspect(admin, "nonsense").body()).isEqualTo(INACTIVE);
        assertThat(api.introspect(admin, token + "x").body()).isEqualTo(INACTIVE);
        assertThat(api.introspect(admin, TestKeys.randomWellFormed()).body()).isEqualTo(INACTIVE);
        api.revoke(admin, acme.keyId());
        assertThat(api.introspect(admin, token).body()).isEqualTo(INACTIVE);
        assertThat(api.introspect(admin, acme.key()).body()).isEqualTo(INACTIVE);
    }

    @Test
    void formIsHeldToItsRfc() {
        for (String wrong : List.of("", "token=", "tokens=x", "token=a&token=b", "token=%zz")) {
            Answer answer = api.form("/v1/introspect", wrong, "x-api-key", admin);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.json().get("error").asText()).isEqualTo("invalid_request");
        }
        assertThat(api.post("/v1/introspect", "{\"token\":\"x\"}", "x-api-key", admin)
                        .status())
                .isEqualTo(415);
        assertThat(api.form("/v1/introspect", "token=x&token_type_hint=refresh_token", "x-api-key", admin)
                        .body())
                .isEqualTo(INACTIVE);
    }

    @Test
    void introspectionNeedsItsScope() {
        String key = keyOf("acme", "\"keys:*\"").key();
        assertThat(api.introspect(key, key).code()).isEqualTo("scope_insufficient");
        assertThat(api.form("/v1/introspect", "token=" + key).status()).isEqualTo(401);
    }

    @Test
    void publicKeysArePublicAndHoldNoPrivateMember() {
        Answer answer = api.get("/.well-known/jwks.json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("cache-control")).isEqualTo("public, max-age=300");
        assertThat(answer.json().get("keys")).isNotEmpty();
        for (String secret : List.of("d", "p", "q", "dp", "dq", "qi", "k", "active_from")) {
            assertThat(answer.json().findValue(secret)).isNull();
        }
    }
}
