package dev.keysmith.local.provision;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.local.aws.LocalAws;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/** Tells Secrets Manager which function rotates the secrets. There is no schedule: a local stack is rotated by hand. */
public final class SecretRotations {

    private static final Duration LONGEST_TEST = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private SecretRotations() {}

    /**
     * Configures rotation where it is not yet. Secrets Manager tests it by the function's {@code testSecret}; this waits for the end
     * of that, so that nothing of it goes on when the stack is ready.
     *
     * @param blueprint what is deployed
     * @param secretsManager where Secrets Manager is
     */
    public static void ensure(Blueprint blueprint, URI secretsManager) {
        String functionArn = LocalAws.functionArn(Blueprint.ROTATION);
        try (SecretsManagerClient secrets = LocalAws.secretsManager(secretsManager)) {
            for (String name : blueprint.rotatedSecrets()) {
                DescribeSecretResponse described = secrets.describeSecret(request -> request.secretId(name));
                if (!functionArn.equals(described.rotationLambdaARN())) {
                    String test = secrets.rotateSecret(request -> request.secretId(name)
                                    .rotationLambdaARN(functionArn)
                                    .rotateImmediately(false))
                            .versionId();
                    awaitEnd(secrets, name, test);
                }
            }
        }
    }

    private static void awaitEnd(SecretsManagerClient secrets, String name, String version) {
        long end = System.nanoTime() + LONGEST_TEST.toNanos();
        while (System.nanoTime() < end
                && secrets.describeSecret(request -> request.secretId(name))
                        .versionIdsToStages()
                        .containsKey(version)) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
