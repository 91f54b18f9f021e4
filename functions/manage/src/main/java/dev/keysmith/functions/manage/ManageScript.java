package dev.keysmith.functions.manage;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.snapshot.MadeUpSecret;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.functions.api.rehearsal.Script;
import dev.keysmith.functions.api.rehearsal.Stage;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Each route of this function, and each kind of credential that it verifies. */
@Singleton
final class ManageScript implements Script {

    @Override
    public Play write(SecureRandom random, Instant now) {
        MadeUpSecret secret = MadeUpSecret.draw(random, now);
        return new Play(
                Map.of("keysmith.verification-secret", secret.verification().toText()),
                stage -> call(stage, secret, now));
    }

    private static void call(Stage stage, MadeUpSecret secret, Instant now) {
        ApiKey key = stage.issueKey();
        List<String> tokens = secret.tokens(
                key.keyId(), ScopeSet.parse("keys:read"), stage.beans().getBean(JwtSettings.class), now);
        stage.call("GET", "/v1/keys/{key_id}").on(key.keyId()).answers(200);
        stage.call("GET", "/v1/keys/{key_id}/usage").on(key.keyId()).answers(200);
        stage.call("GET", "/v1/keys").query("limit", "10").answers(200);
        stage.call("PATCH", "/v1/keys/{key_id}")
                .on(key.keyId())
                .mergePatch("{\"name\":\"made up anew\"}")
                .answers(200);
        stage.call("GET", "/v1/me").answers(200);
        stage.call("GET", "/.well-known/jwks.json").answers(200);
        stage.call("GET", "/v1/validate").header("x-api-key", key.reveal()).answers(200);
        stage.call("GET", "/v1/validate").header("x-api-key", "made-up").answers(401);
        for (String token : tokens) {
            stage.call("GET", "/v1/validate")
                    .header("authorization", "Bearer " + token)
                    .answers(200);
            stage.call("POST", "/v1/introspect").form("token=" + token).answers(200);
        }
        stage.call("GET", "/v1/keys").query("limit", "none").answers(400);
    }
}
