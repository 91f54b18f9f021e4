package dev.keysmith.local.awscalls;

import dev.keysmith.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One URL for DynamoDB and Secrets Manager, as LocalStack has it. */
public final class OneEndpoint implements AutoCloseable {

    private final LoopbackServer server = new LoopbackServer("one-endpoint", 0);
    private final CountingProxy dynamoDb;
    private final CountingProxy secretsManager;

    private OneEndpoint(URI dynamoDb, URI secretsManager) {
        this.dynamoDb = new CountingProxy(dynamoDb, call -> {});
        this.secretsManager = new CountingProxy(secretsManager, call -> {});
    }

    /** Starts one on a free port. */
    public static OneEndpoint inFrontOf(URI dynamoDb, URI secretsManager) throws IOException {
        OneEndpoint endpoint = new OneEndpoint(dynamoDb, secretsManager);
        endpoint.server.start(endpoint.new ByService());
        return endpoint;
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
        dynamoDb.close();
        secretsManager.close();
    }

    private final class ByService extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String target = String.valueOf(request.getHeaders().get("X-Amz-Target"));
            CountingProxy service = target.startsWith("secretsmanager.") ? secretsManager : dynamoDb;
            return service.handle(request, response, callback);
        }
    }
}
