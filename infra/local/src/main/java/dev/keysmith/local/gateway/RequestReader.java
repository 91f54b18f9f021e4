package dev.keysmith.local.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Takes a request in from the connection, within API Gateway's limits. */
final class RequestReader {

    /** API Gateway's limit for request line and headers together. */
    private static final int MAX_HEAD_BYTES = 10_240;

    private RequestReader() {}

    /** What came in. */
    sealed interface Incoming {

        /** A request that can be routed. */
        record Accepted(ApiRequest request) implements Incoming {}

        /** A request that no function will see. */
        record Refused(ResponseType type) implements Incoming {}
    }

    static Incoming read(Request request, RequestId id, Instant receivedAt) {
        try {
            return readWhole(request, id, receivedAt);
        } catch (IOException e) {
            // The client broke off, stalled, or sent a body that is no HTTP.
            return new Incoming.Refused(ResponseType.BAD_REQUEST);
        }
    }

    private static Incoming readWhole(Request request, RequestId id, Instant receivedAt) throws IOException {
        if (headBytes(request) > MAX_HEAD_BYTES) {
            RequestBody.discard(request);
            return new Incoming.Refused(ResponseType.HEADERS_TOO_LARGE);
        }
        Optional<byte[]> body = RequestBody.read(request);
        if (body.isEmpty()) {
            return new Incoming.Refused(ResponseType.REQUEST_TOO_LARGE);
        }
        Optional<RequestPath> path = RequestPath.parse(text(request.getHttpURI().getPath()));
        Optional<Map<String, List<String>>> query =
                QueryParameters.parse(request.getHttpURI().getQuery());
        if (path.isEmpty() || query.isEmpty()) {
            return new Incoming.Refused(ResponseType.BAD_REQUEST);
        }
        String sourceIp = Request.getRemoteAddr(request);
        return new Incoming.Accepted(new ApiRequest(
                receivedAt,
                id,
                request.getMethod(),
                path.get(),
                query.get(),
                RequestHeaders.of(request.getHeaders(), sourceIp, Request.getLocalPort(request), id.trace()),
                request.getConnectionMetaData().getProtocol(),
                sourceIp,
                new ApiRequest.Body(body.get())));
    }

    /** The octets of request line and headers: blanks, colons and line ends included. */
    private static long headBytes(Request request) {
        long bytes = (long) request.getMethod().length()
                + text(request.getHttpURI().getPathQuery()).length()
                + request.getConnectionMetaData().getProtocol().length()
                + 4;
        for (HttpField field : request.getHeaders()) {
            bytes += field.getName().length() + 4;
            bytes += text(field.getValue()).length();
        }
        return bytes + 2;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
