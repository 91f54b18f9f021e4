package dev.keysmith.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;

/** Reads request bodies of at most 10 MB. */
final class RequestBody {

    private static final int MAX_BYTES = 10 * 1024 * 1024;

    /** Who sends more than this after a refusal has the connection cut. */
    private static final long MAX_DISCARDED_BYTES = 256L * 1024 * 1024;

    private static final int CHUNK = 64 * 1024;

    private RequestBody() {}

    /** The body; empty where it is too large. */
    static Optional<byte[]> read(Request request) throws IOException {
        if (request.getLength() > MAX_BYTES && waitsForLeave(request)) {
            return Optional.empty();
        }
        // Not closed here: closing before the end is for Jetty a failure of the connection.
        InputStream in = Request.asInputStream(request);
        byte[] body = in.readNBytes(MAX_BYTES + 1);
        if (body.length <= MAX_BYTES) {
            return Optional.of(body);
        }
        discard(in);
        return Optional.empty();
    }

    /** Reads and forgets the body, so that the client hears the answer and not a reset of its connection. */
    static void discard(Request request) throws IOException {
        if (!waitsForLeave(request)) {
            discard(Request.asInputStream(request));
        }
    }

    private static void discard(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long discarded = 0;
        int read = in.read(chunk);
        while (read >= 0 && discarded < MAX_DISCARDED_BYTES) {
            discarded += read;
            read = in.read(chunk);
        }
    }

    private static boolean waitsForLeave(Request request) {
        return request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
    }
}
