package dev.keysmith.functions.issue;

import dev.keysmith.core.snapshot.MadeUpSigning;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.functions.api.rehearsal.Script;
import dev.keysmith.functions.api.rehearsal.Stage;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Each route of this function: keys of each form, repeatable too, an import, and a token. */
@Singleton
final class IssueScript implements Script {

    private final MadeUpSigning signing;

    IssueScript(MadeUpSigning signing) {
        this.signing = signing;
    }

    @Override
    public Play write(SecureRandom random, Instant now) {
        return new Play(signing.secrets(now), IssueScript::call);
    }

    private static void call(Stage stage) {
        stage.call("POST", "/v1/keys")
                .json("{\"name\":\"made up\",\"role\":\"admin\"}")
                .answers(201);
        stage.call("POST", "/v1/keys")
                .header("x-api-key", stage.issueKey().reveal())
                .header("idempotency-key", UUID.randomUUID().toString())
                .json("{\"name\":\"made up\",\"role\":\"admin\",\"rate_limit\":{\"requests\":1,\"window_seconds\":60},"
                        + "\"allowed_networks\":[\"192.0.2.0/24\"],\"metadata\":{\"made\":\"up\"}}")
                .answers(201);
        stage.call("POST", "/v1/keys").json("{\"name\":1}").answers(400);
        stage.call("POST", "/v1/keys/import")
                .json("{\"keys\":[{\"name\":\"made up\",\"role\":\"admin\",\"sha256\":\"" + "00".repeat(32) + "\"}]}")
                .answers(200);
        if (stage.beans().getBean(JwtSettings.class).areOn()) {
            stage.call("POST", "/v1/keys")
                    .json("{\"name\":\"made up\",\"role\":\"admin\",\"format\":\"jwt\"}")
                    .answers(201);
            stage.call("POST", "/v1/tokens").answers(200);
        }
    }
}
