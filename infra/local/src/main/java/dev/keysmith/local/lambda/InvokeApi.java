package dev.keysmith.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.local.http.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * AWS Lambda's Invoke on this machine, synchronous alone, for some of a host's functions; any other does not exist. Requests have to
 * be signed, as on AWS, so that no web page can send one; the signature itself is not looked at.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class InvokeApi implements AutoCloseable {

    private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([A-Za-z0-9_-]{1,64})/invocations");
    private static final String SIGNED = "AWS4-HMAC-SHA256 ";

    private final LambdaHost host;
    private final Set<String> functions;
    private final LoopbackServer server;

    /**
     * A server that is not started yet, on any free port.
     *
     * @param host runs the functions
     * @param functions the names of those that may be invoked
     */
    public InvokeApi(LambdaHost host, Set<String> functions) {
        this.host = host;
        this.functions = Set.copyOf(functions);
        // An invocation may be silent for as long as its function may take.
        this.server = LoopbackServer.patient("invoke-api");
    }

    /**
     * Starts to answer.
     *
     * @throws IOException if there is no port
     */
    public void start() throws IOException {
        server.start(new Requests());
    }

    /** Where it answers, once it was started. */
    public URI endpoint() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Requests extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            byte[] event = body(request);
            response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
            Matcher path = PATH.matcher(request.getHttpURI().getPath());
            if (!String.valueOf(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                    .startsWith(SIGNED)) {
                fault(response, callback, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
            } else if (!path.matches() || !request.getMethod().equals("POST")) {
                fault(response, callback, 404, "UnknownOperationException", "Only Invoke is known here");
            } else if (!functions.contains(path.group(1))) {
                fault(response, callback, 404, "ResourceNotFoundException", "Function not found: " + path.group(1));
            } else if (!"RequestResponse".equals(invocationType(request))) {
                fault(response, callback, 400, "InvalidParameterValueException", "Only RequestResponse is known here");
            } else {
                answer(host.invoke(path.group(1), event), response, callback);
            }
            return true;
        }

        private static void answer(InvocationResult result, Response response, Callback callback) {
            switch (result) {
                case InvocationResult.Success(byte[] payload) -> reply(response, callback, 200, payload);
                case InvocationResult.FunctionError(String type, String message) ->
                    functionError(
                            response,
                            callback,
                            object().put("errorMessage", message).put("errorType", type));
                case InvocationResult.Failed(String why) ->
                    functionError(response, callback, object().put("errorMessage", why));
                case InvocationResult.RequestTooLarge(int bytes) ->
                    fault(
                            response,
                            callback,
                            413,
                            "RequestTooLargeException",
                            "Request must be smaller than " + Invocation.MAX_REQUEST_BYTES + " bytes, but has "
                                    + bytes);
            }
        }

        private static void functionError(Response response, Callback callback, ObjectNode error) {
            response.getHeaders().put("X-Amz-Function-Error", "Unhandled");
            reply(response, callback, 200, bytes(error));
        }

        private static void fault(Response response, Callback callback, int status, String type, String message) {
            response.getHeaders().put("x-amzn-ErrorType", type);
            reply(response, callback, status, bytes(object().put("Type", "User").put("Message", message)));
        }

        private static void reply(Response response, Callback callback, int status, byte[] body) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            response.write(true, ByteBuffer.wrap(body), callback);
        }

        private static String invocationType(Request request) {
            String type = request.getHeaders().get("X-Amz-Invocation-Type");
            return type == null ? "RequestResponse" : type;
        }

        /** Reads all of the body, and keeps at most one byte more than the limit. */
        private static byte[] body(Request request) throws IOException {
            try (InputStream in = Request.asInputStream(request)) {
                byte[] kept = in.readNBytes(Invocation.MAX_REQUEST_BYTES + 1);
                in.transferTo(OutputStream.nullOutputStream());
                return kept;
            }
        }

        private static ObjectNode object() {
            return JsonNodeFactory.instance.objectNode();
        }

        private static byte[] bytes(ObjectNode json) {
            return json.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
