package dev.keysmith.local.gateway;

import dev.keysmith.blueprint.ApiSpec;
import dev.keysmith.local.http.LocalServers;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * An API Gateway REST API on 127.0.0.1: Lambda proxy integrations, payload format 1.0, a Lambda authorizer of type REQUEST
 * that is asked for every request of a guarded route, a usage-plan key named by the authorizer, and gateway responses. The API
 * is at the root, as behind a custom domain name.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html">REST APIs</a>
 */
public final class Gateway implements AutoCloseable {

    /**
     * Far more than API Gateway's own limit, so that a request over that one is read and answered. Over this one Jetty answers
     * while the client still sends, and a client that sends on may see a reset.
     */
    private static final int MAX_PARSED_HEAD_BYTES = 16 * 1024 * 1024;

    private static final int INPUT_BUFFER_BYTES = 32 * 1024;

    private final Server server = LocalServers.create("gateway");
    private final ServerConnector connector;
    private final TimedInvoker invoker;

    /**
     * A gateway that is not started yet.
     *
     * @param api the API
     * @param invoker runs the functions that the API names
     * @param settings its settings
     */
    public Gateway(ApiSpec api, FunctionInvoker invoker, GatewaySettings settings) {
        this.invoker = new TimedInvoker(invoker, settings.integrationTimeout());
        this.connector = connector(server, settings);
        InstantSource clock = InstantSource.system();
        var responses = new GatewayResponses(api.gatewayResponses(), api.stage());
        var pipeline = new ApiPipeline(api, this.invoker, responses, System::nanoTime);
        server.addConnector(connector);
        server.setHandler(new ApiHandler(pipeline, responses, new Health(settings.health()), clock));
        server.setErrorHandler(new ProtocolErrorHandler(responses, clock));
    }

    /**
     * Opens the port.
     *
     * @throws IOException if the port cannot be had
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The gateway could not start", e);
        }
    }

    /** Where the API is, without a slash at the end; known once started. */
    public URI baseUrl() {
        return URI.create("http://" + LocalServers.LOOPBACK + ":" + connector.getLocalPort());
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The gateway could not stop", e);
        } finally {
            invoker.close();
        }
    }

    private static ServerConnector connector(Server server, GatewaySettings settings) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_PARSED_HEAD_BYTES);
        // Functions see header names as they were sent.
        http.setHttpCompliance(
                HttpCompliance.RFC7230.with("case-preserving", HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME));
        // Every path is judged by RequestPath and Router, on its raw form.
        http.setUriCompliance(UriCompliance.UNSAFE);
        var factory = new HttpConnectionFactory(http);
        factory.setInputBufferSize(INPUT_BUFFER_BYTES);
        var connector = new ServerConnector(server, factory);
        connector.setHost(LocalServers.LOOPBACK);
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        return connector;
    }
}
