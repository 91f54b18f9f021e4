package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.LocalStack;
import dev.keysmith.local.aws.LocalAws;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Rotates the secrets of a running stack, as anybody would: through Secrets Manager's API. */
final class RotatedStack {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private RotatedStack() {}

    /** A whole rotation. */
    static void rotate(LocalStack stack, String secret) {
        try (SecretsManagerClient client = client(stack)) {
            String version =
                    client.rotateSecret(request -> request.secretId(secret)).versionId();
            await(() -> isCurrent(client, secret, version));
        }
    }

    static SecretsManagerClient client(LocalStack stack) {
        return LocalAws.secretsManager(stack.secretsManager().endpoint());
    }

    static boolean isCurrent(SecretsManagerClient client, String secret, String version) {
        return client.describeSecret(request -> request.secretId(secret))
                .versionIdsToStages()
                .getOrDefault(version, List.of())
                .contains("AWSCURRENT");
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
