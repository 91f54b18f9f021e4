package dev.keysmith.local.lambda;

import dev.keysmith.local.http.LocalServers;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Serves the Lambda Runtime API, to each instance on a port of its own: the port tells who asks. */
final class RuntimeApi implements AutoCloseable {

    private final Server server = LocalServers.create("runtime-api");
    private final Map<Connector, RuntimeClient> clients = new ConcurrentHashMap<>();

    RuntimeApi() {
        server.setHandler(new RuntimeApiHandler(
                request -> clients.get(request.getConnectionMetaData().getConnector())));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The Runtime API could not start", e);
        }
    }

    /** Opens a port for one instance. */
    Endpoint open(RuntimeClient client) throws IOException {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        var connector = new ServerConnector(server, null, null, null, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(LocalServers.LOOPBACK);
        // An idle instance waits for its next event for as long as it lives.
        connector.setIdleTimeout(0);
        clients.put(connector, client);
        server.addConnector(connector);
        try {
            connector.start();
        } catch (Exception e) {
            new Endpoint(connector).close();
            throw new IOException("No port for the Runtime API", e);
        }
        return new Endpoint(connector);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The Runtime API could not stop", e);
        }
    }

    /** One instance's port. */
    final class Endpoint implements AutoCloseable {

        private final ServerConnector connector;

        private Endpoint(ServerConnector connector) {
            this.connector = connector;
        }

        String address() {
            return LocalServers.LOOPBACK + ":" + connector.getLocalPort();
        }

        @Override
        public void close() {
            clients.remove(connector);
            server.removeConnector(connector);
            try {
                connector.stop();
            } catch (Exception e) {
                throw new IllegalStateException("A port of the Runtime API could not close", e);
            }
        }
    }
}
