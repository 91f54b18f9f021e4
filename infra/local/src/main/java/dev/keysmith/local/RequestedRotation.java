package dev.keysmith.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;

/** A rotation that was asked for, watched until its end. */
final class RequestedRotation {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String CURRENT = "AWSCURRENT";
    private static final String PENDING = "AWSPENDING";

    private final SecretsManagerClient secrets;
    private final String name;
    private String version = "";

    /** How a rotation ended. */
    enum End {
        ROTATED,
        /** The function took its version back. */
        GIVEN_UP,
        /** It goes on, or failed too often and was left. */
        UNFINISHED
    }

    RequestedRotation(SecretsManagerClient secrets, String name) {
        this.secrets = secrets;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The id of the version that is to become current. */
    String version() {
        return version;
    }

    /** Starts it; false where an earlier one has to end first, which is then tried again. */
    boolean start() {
        try {
            version = secrets.rotateSecret(request -> request.secretId(name)).versionId();
            return true;
        } catch (InvalidRequestException e) {
            version = stages().entrySet().stream()
                    .filter(entry -> entry.getValue().contains(PENDING)
                            && !entry.getValue().contains(CURRENT))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> e);
            return false;
        }
    }

    End awaitEnd() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<String> labels = stages().getOrDefault(version, List.of());
            if (labels.contains(CURRENT)) {
                return End.ROTATED;
            }
            if (!labels.contains(PENDING)) {
                return End.GIVEN_UP;
            }
            Thread.sleep(POLL);
        }
        return End.UNFINISHED;
    }

    private Map<String, List<String>> stages() {
        return secrets.describeSecret(request -> request.secretId(name)).versionIdsToStages();
    }
}
