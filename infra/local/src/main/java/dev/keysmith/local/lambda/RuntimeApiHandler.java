package dev.keysmith.local.lambda;

import dev.keysmith.local.lambda.InvocationResult.FunctionError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of the Runtime API.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda Runtime API 2018-06-01</a>
 */
final class RuntimeApiHandler extends Handler.Abstract {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final Pattern RESULT = Pattern.compile(ROOT + "invocation/([^/]+)/(response|error)");
    private static final String ACCEPTED = "{\"status\":\"OK\"}";

    private final Function<Request, @Nullable RuntimeClient> clients;

    RuntimeApiHandler(Function<Request, @Nullable RuntimeClient> clients) {
        this.clients = clients;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RuntimeClient client = clients.apply(request);
        String path = request.getHttpURI().getPath();
        Matcher result = RESULT.matcher(path);
        if (client == null) {
            error(response, callback, 410, "Gone", "This instance has ended");
        } else if (path.equals(ROOT + "invocation/next")) {
            next(client, response, callback);
        } else if (path.equals(ROOT + "init/error")) {
            client.initError(ErrorReport.parse(body(request, Invocation.MAX_RESPONSE_BYTES)));
            reply(response, callback, 202, ACCEPTED);
        } else if (result.matches()) {
            answer(client, result.group(1), result.group(2).equals("error"), request, response, callback);
        } else {
            error(response, callback, 404, "NotFound", "No such path in the Runtime API");
        }
        return true;
    }

    private static void next(RuntimeClient client, Response response, Callback callback) throws InterruptedException {
        Optional<Delivery> next = client.next();
        if (next.isEmpty()) {
            error(response, callback, 410, "Gone", "This instance has ended");
            return;
        }
        Delivery delivery = next.get();
        byte[] payload = delivery.invocation().payload();
        response.setStatus(200);
        // Without a content type the runtime client's native part crashes.
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, payload.length);
        response.getHeaders()
                .put("Lambda-Runtime-Aws-Request-Id", delivery.invocation().id());
        response.getHeaders().put("Lambda-Runtime-Deadline-Ms", Long.toString(delivery.deadlineMillis()));
        response.getHeaders().put("Lambda-Runtime-Invoked-Function-Arn", delivery.functionArn());
        response.write(true, ByteBuffer.wrap(payload), callback);
    }

    private static void answer(
            RuntimeClient client, String id, boolean failed, Request request, Response response, Callback callback)
            throws IOException {
        byte[] body = body(request, Invocation.MAX_RESPONSE_BYTES);
        boolean tooLarge = body.length > Invocation.MAX_RESPONSE_BYTES;
        InvocationResult result;
        if (tooLarge) {
            result = new FunctionError(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size (" + Invocation.MAX_RESPONSE_BYTES
                            + " bytes).");
        } else if (failed) {
            result = ErrorReport.parse(body);
        } else {
            result = new InvocationResult.Success(body);
        }
        if (!client.answer(id, result)) {
            error(response, callback, 400, "InvalidRequestID", "Not an invocation of this instance");
        } else if (tooLarge) {
            error(response, callback, 413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size");
        } else {
            reply(response, callback, 202, ACCEPTED);
        }
    }

    /** Reads all of the body, and keeps at most one byte more than the limit. */
    private static byte[] body(Request request, int limit) throws IOException {
        try (InputStream in = Request.asInputStream(request)) {
            byte[] kept = in.readNBytes(limit + 1);
            in.transferTo(OutputStream.nullOutputStream());
            return kept;
        }
    }

    private static void error(Response response, Callback callback, int status, String type, String message) {
        reply(response, callback, status, "{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}");
    }

    private static void reply(Response response, Callback callback, int status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
