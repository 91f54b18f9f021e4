package dev.keysmith.functions.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.JwtDeployment;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code GET /.well-known/jwks.json}, and what {@code GET /v1/validate} says of JWTs. */
class JwksFunctionTest {

    private final JwtDeployment deployment = new JwtDeployment();

    private Answer call(String resource, String... headers) {
        try (FunctionUnderTest function = new FunctionUnderTest(deployment.core)) {
            TestEvent event = TestEvent.of("GET", resource);
            for (String header : headers) {
                event.header("authorization", "Bearer " + header);
            }
            return function.call(event);
        }
    }

    @Test
    void publicKeysAreShownAndNoSecretOnes() throws Exception {
        Answer answer = call("/.well-known/jwks.json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Cache-Control", "public, max-age=300");
        JWKSet keys = JWKSet.parse(answer.body());
        assertThat(keys.getKeys())
                .extracting(JWK::getKeyID)
                .containsExactlyInAnyOrder(
                        deployment.key(JwsAlgorithm.RS256).kid(),
                        deployment.key(JwsAlgorithm.ES256).kid());
        for (JWK key : keys.getKeys()) {
            Map<String, Object> members = key.toJSONObject();
            assertThat(key.isPrivate()).isFalse();
            assertThat(members.keySet())
                    .isEqualTo(
                            "RSA".equals(members.get("kty"))
                                    ? Set.of("kty", "kid", "alg", "use", "n", "e")
                                    : Set.of("kty", "kid", "alg", "use", "crv", "x", "y"));
            assertThat(members).containsEntry("use", "sig");
        }
        JWK hmac = deployment.key(JwsAlgorithm.HS256).jwk();
        assertThat(answer.body())
                .doesNotContain(
                        "oct",
                        "HS256",
                        "active_from",
                        deployment.key(JwsAlgorithm.HS256).kid(),
                        hmac.toOctetSequenceKey().getKeyValue().toString());
    }

    @Test
    void validateTellsWhyAJwtIsRefused() {
        Core core = deployment.core;
        String token = deployment.signed(JwsAlgorithm.RS256);
        Answer good = call("/v1/validate", token);
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.json()).containsEntry("key_id", deployment.admin.keyId().value());

        assertRefused(token.substring(0, token.length() - 8) + "AAAAAAAA", ErrorCode.TOKEN_INVALID);
        core.revoker.revokePresented(token, Core.origin());
        assertRefused(token, ErrorCode.TOKEN_REVOKED);
        String other = deployment.signed(JwsAlgorithm.ES256);
        core.clock.advance(Duration.ofMinutes(11));
        assertRefused(other, ErrorCode.TOKEN_EXPIRED);
        Principal admin = core.principal(deployment.admin);
        String late = deployment.signed(JwsAlgorithm.ES256);
        core.revoker.revoke(admin, admin.keyId().value(), Optional.empty(), Core.origin());
        assertRefused(late, ErrorCode.TOKEN_REVOKED);
    }

    private void assertRefused(String token, ErrorCode code) {
        Answer answer = call("/v1/validate", token);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo(code.wireCode());
        assertThat(answer.headers()).containsKey("WWW-Authenticate");
        assertThat(answer.body()).doesNotContain(token);
    }
}
