package dev.keysmith.local.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import dev.keysmith.local.file.PrivateFiles;
import dev.keysmith.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB Local in this JVM, with one database for all credentials and regions. Its items, TTL settings and streams are kept in
 * a directory and survive a restart.
 *
 * <p>DynamoDB Local's own launcher listens on every network interface and sets up telemetry; its request handler does neither, so
 * that is what is used here.
 */
public final class DynamoDbServer implements AutoCloseable {

    private final Path directory;
    private final LoopbackServer server;
    private @Nullable LocalDynamoDBServerHandler handler;

    /**
     * A server that is not started yet.
     *
     * @param directory where its database is kept; made when needed
     * @param port the port, or 0 for any free one
     */
    public DynamoDbServer(Path directory, int port) {
        this.directory = directory;
        this.server = new LoopbackServer("dynamodb", port);
    }

    /**
     * Opens the database and starts to answer; does nothing where it is started already.
     *
     * @throws IOException if the directory cannot be made or the port is taken
     */
    public synchronized void start() throws IOException {
        if (handler != null) {
            return;
        }
        PrivateFiles.createDirectory(directory);
        LocalDynamoDBServerHandler starting = new LocalDynamoDBServerHandler(
                new LocalDynamoDBRequestHandler(
                        0, false, directory.toAbsolutePath().toString(), true, false),
                null);
        try {
            server.start(starting);
        } catch (IOException e) {
            starting.close();
            throw e;
        }
        handler = starting;
    }

    /** Stops to answer, as in an outage: connections are refused. {@link #start()} has the same port and data again. */
    public synchronized void stop() {
        server.stop();
        LocalDynamoDBServerHandler running = handler;
        handler = null;
        if (running != null) {
            running.close();
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
