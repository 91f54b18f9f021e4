package dev.keysmith.functions.revoke;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.snapshot.MadeUpSecret;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.functions.api.rehearsal.Script;
import dev.keysmith.functions.api.rehearsal.Stage;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/** Each route of this function but the sweep of an owner, which waits. */
@Singleton
final class RevokeScript implements Script {

    @Override
    public Play write(SecureRandom random, Instant now) {
        MadeUpSecret secret = MadeUpSecret.draw(random, now);
        return new Play(
                Map.of("keysmith.verification-secret", secret.verification().toText()),
                stage -> call(stage, secret, now));
    }

    private static void call(Stage stage, MadeUpSecret secret, Instant now) {
        ApiKey key = stage.issueKey();
        for (String token : secret.tokens(
                key.keyId(), ScopeSet.parse("keys:read"), stage.beans().getBean(JwtSettings.class), now)) {
            stage.call("POST", "/v1/revoke").form("token=" + token).answers(200);
        }
        stage.call("POST", "/v1/revoke")
                .form("token=" + stage.issueKey().reveal())
                .answers(200);
        stage.call("POST", "/v1/keys/{key_id}/revoke")
                .on(key.keyId())
                .json("{\"reason\":\"made up\"}")
                .answers(200);
        stage.call("POST", "/v1/keys/{key_id}/revoke")
                .on(key.keyId())
                .json("{\"reason\":1}")
                .answers(400);
        stage.call("DELETE", "/v1/keys/{key_id}").on(key.keyId()).answers(204);
        KeyId unknown = KeyId.random(stage.beans().getBean(SecureRandom.class));
        stage.call("POST", "/v1/keys/{key_id}/revoke").on(unknown).answers(404);
    }
}
