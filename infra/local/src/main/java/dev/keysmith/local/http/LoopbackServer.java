package dev.keysmith.local.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server that only this machine can reach. While it is stopped its port refuses connections; started again, it has the
 * same port.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final Duration idleTimeout;
    private int port;
    private @Nullable Server server;

    /**
     * A server that is not started yet.
     *
     * @param name what its threads are called
     * @param port the port, or 0 for any free one
     */
    public LoopbackServer(String name, int port) {
        this(name, port, IDLE_TIMEOUT);
    }

    private LoopbackServer(String name, int port, Duration idleTimeout) {
        this.name = name;
        this.port = port;
        this.idleTimeout = idleTimeout;
    }

    /** One on any free port whose answers may take as long as they like. */
    public static LoopbackServer patient(String name) {
        return new LoopbackServer(name, 0, Duration.ZERO);
    }

    /**
     * Starts to answer with this handler; does nothing where it is started already.
     *
     * @throws IOException if the port is taken
     */
    public synchronized void start(Handler handler) throws IOException {
        if (server != null) {
            return;
        }
        Server starting = LocalServers.create(name);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(starting, new HttpConnectionFactory(http));
        connector.setHost(LocalServers.LOOPBACK);
        connector.setPort(port);
        connector.setIdleTimeout(idleTimeout.toMillis());
        starting.addConnector(connector);
        starting.setHandler(handler);
        // An outage is to be one at once: connections end without a wait for their requests.
        starting.setStopTimeout(0);
        try {
            starting.start();
        } catch (Exception e) {
            stop(starting);
            throw e instanceof IOException io ? io : new IOException(name + " does not start", e);
        }
        port = connector.getLocalPort();
        server = starting;
    }

    /** Ends all connections and frees the port; does nothing where it is stopped already. */
    public synchronized void stop() {
        Server running = server;
        server = null;
        if (running != null) {
            stop(running);
        }
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Where it is reached: {@code http://127.0.0.1:port}. It has its port from its first start on. */
    public synchronized URI uri() {
        if (port == 0) {
            throw new IllegalStateException(name + " was never started");
        }
        return URI.create("http://" + LocalServers.LOOPBACK + ":" + port);
    }

    @Override
    public void close() {
        stop();
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("a server does not stop", e);
        }
    }
}
