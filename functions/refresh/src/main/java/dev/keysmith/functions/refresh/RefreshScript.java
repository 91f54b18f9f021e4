package dev.keysmith.functions.refresh;

import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.snapshot.MadeUpSigning;
import dev.keysmith.functions.api.rehearsal.Script;
import dev.keysmith.functions.api.rehearsal.Stage;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;

/** Each route of this function. */
@Singleton
final class RefreshScript implements Script {

    private final MadeUpSigning signing;

    RefreshScript(MadeUpSigning signing) {
        this.signing = signing;
    }

    @Override
    public Play write(SecureRandom random, Instant now) {
        return new Play(signing.secrets(now), RefreshScript::call);
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
