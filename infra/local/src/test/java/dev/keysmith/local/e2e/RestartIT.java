package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.IssuedKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack that is stopped and started again on the same data. */
class RestartIT {

    private @TempDir Path data;

    @Test
    void keysIssuedBeforeAreStillGoodAfterAndRevokedOnesAreNot() {
        String admin;
        String good;
        IssuedKey revoked;
        try (SharedStack.Handle before = SharedStack.start(SharedStack.settings(data))) {
            admin = before.adminKey();
            good = before.api().issue(admin, "{\"name\":\"good\"}").key();
            revoked = before.api().issue(admin, "{\"name\":\"revoked\"}");
            before.api().revoke(admin, revoked.keyId());
        }
        try (SharedStack.Handle after = SharedStack.start(SharedStack.settings(data))) {
            assertThat(after.adminKey()).isEqualTo(admin);
            assertThat(after.api().me(good).status()).isEqualTo(200);
            assertThat(after.api().me(revoked.key()).status()).isEqualTo(401);
            assertThat(after.api().validate(revoked.key()).code()).isEqualTo("key_revoked");
        }
        try (SharedStack.Handle reset =
                SharedStack.start(SharedStack.settings(data).withReset(true))) {
            assertThat(reset.adminKey()).isNotEqualTo(admin);
            assertThat(reset.api().me(good).status()).isEqualTo(401);
            assertThat(reset.api().validate(good).code()).isEqualTo("key_unknown");
        }
    }
}
