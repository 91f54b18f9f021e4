package dev.keysmith.functions.refresh;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.functions.api.rehearsal.Script;
import dev.keysmith.functions.api.rehearsal.Stage;
import dev.keysmith.signing.FirstSecrets;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/** Each route of this function. */
@Singleton
final class RefreshScript implements Script {

    @Override
    public Play write(SecureRandom random, Instant now) {
        FirstSecrets secrets =
                FirstSecrets.generate(VerificationSecret.first(random, now), JwsAlgorithm.RS256, random, now);
        return new Play(
                Map.of(
                        "keysmith.verification-secret", secrets.verification().toText(),
                        "keysmith.signing-secret", secrets.signing().toText()),
                RefreshScript::call);
    }

    private static void call(Stage stage) {
        ApiKey key = stage.issueKey();
        stage.call("POST", "/v1/keys/{key_id}/rotate")
                .on(key.keyId())
                .json("{\"grace_seconds\":60}")
                .answers(200);
        stage.call("POST", "/v1/keys/{key_id}/rotate/finish").on(key.keyId()).answers(200);
        stage.call("POST", "/v1/keys/{key_id}/rotate")
                .on(key.keyId())
                .json("{\"grace_seconds\":\"\"}")
                .answers(400);
        stage.call("POST", "/v1/refresh").answers(409);
    }
}
