package dev.keysmith.local.gateway;

import java.util.List;
import java.util.Map;

/** What goes back to the client: status, headers in order (names may repeat), and body. */
final class Reply {

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    Reply(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    int status() {
        return status;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
