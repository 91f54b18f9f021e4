package dev.keysmith.local.secrets;

import dev.keysmith.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Secrets Manager's API on this machine: CreateSecret, GetSecretValue, PutSecretValue, DescribeSecret and
 * UpdateSecretVersionStage, for the AWS SDKs ({@code AWS_ENDPOINT_URL_SECRETS_MANAGER}). Credentials are not looked at. Secrets
 * are kept in a file (mode 0600, in a directory of mode 0700) and survive a restart.
 */
public final class SecretsManagerServer implements AutoCloseable {

    private final Path directory;
    private final InstantSource clock;
    private final LoopbackServer server;

    /**
     * A server that is not started yet.
     *
     * @param directory where the secrets are kept; made when needed
     * @param port the port, or 0 for any free one
     * @param clock what dates secrets and versions
     */
    public SecretsManagerServer(Path directory, int port, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        this.server = new LoopbackServer("secrets-manager", port);
    }

    /**
     * Reads the file and starts to answer; does nothing where it is started already.
     *
     * @throws IOException if the file cannot be read or the port is taken
     */
    public void start() throws IOException {
        if (!server.isRunning()) {
            server.start(new SecretsManagerHandler(
                    new SecretsManagerApi(new SecretStore(new SecretFile(directory)), clock)));
        }
    }

    /** Stops to answer, as in an outage: connections are refused. {@link #start()} has the same port and secrets again. */
    public void stop() {
        server.stop();
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
