package dev.keysmith.local.secrets;

import dev.keysmith.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Secrets Manager's API on this machine: CreateSecret, GetSecretValue, PutSecretValue, DescribeSecret, ListSecretVersionIds,
 * UpdateSecretVersionStage, RotateSecret and CancelRotateSecret, for the AWS SDKs ({@code AWS_ENDPOINT_URL_SECRETS_MANAGER}). A
 * caller is who its access key id says; signatures are not looked at. Nothing is rotated on a schedule. Secrets are kept in a file
 * (mode 0600, in a directory of mode 0700) and survive a restart, as do rotations that are under way.
 */
public final class SecretsManagerServer implements AutoCloseable {

    private final Path directory;
    private final InstantSource clock;
    private final AccessPolicy policy;
    private final LoopbackServer server;
    private @Nullable RotationFunction rotationFunction;
    private @Nullable SecretsManagerApi api;

    /**
     * A server that is not started yet.
     *
     * @param directory where the secrets are kept; made when needed
     * @param port the port, or 0 for any free one
     * @param clock what dates secrets and versions
     */
    public SecretsManagerServer(Path directory, int port, InstantSource clock) {
        this(directory, port, clock, (accessKeyId, action, secretName) -> true);
    }

    /**
     * A server that is not started yet, and does not let everybody do everything.
     *
     * @param directory where the secrets are kept; made when needed
     * @param port the port, or 0 for any free one
     * @param clock what dates secrets and versions
     * @param policy who may do what
     */
    public SecretsManagerServer(Path directory, int port, InstantSource clock, AccessPolicy policy) {
        this.directory = directory;
        this.clock = clock;
        this.policy = policy;
        this.server = new LoopbackServer("secrets-manager", port);
    }

    /**
     * Reads the file and starts to answer; does nothing where it is started already.
     *
     * @throws IOException if the file cannot be read or the port is taken
     */
    public synchronized void start() throws IOException {
        if (server.isRunning()) {
            return;
        }
        SecretsManagerApi starting = new SecretsManagerApi(new SecretStore(new SecretFile(directory)), clock, policy);
        server.start(new SecretsManagerHandler(starting));
        api = starting;
        if (rotationFunction != null) {
            starting.connect(rotationFunction);
        }
    }

    /** Secrets are rotated by these functions from now on; until then none can be. Rotations that were under way go on. */
    public synchronized void rotateWith(RotationFunction functions) {
        rotationFunction = functions;
        if (api != null) {
            api.connect(functions);
        }
    }

    /**
     * Stops to answer, as in an outage: connections are refused, and rotations stand still. {@link #start()} has the same port and
     * secrets again, and goes on with the rotations.
     */
    public synchronized void stop() {
        server.stop();
        if (api != null) {
            api.close();
            api = null;
        }
    }

    public boolean isRunning() {
        return server.isRunning();
    }

    /** Where it answers; known from the first start on. */
    public URI endpoint() {
        return server.uri();
    }

    @Override
    public void close() {
        stop();
    }
}
