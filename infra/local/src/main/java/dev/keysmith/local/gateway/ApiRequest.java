package dev.keysmith.local.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A request as the gateway took it in.
 *
 * @param receivedAt when
 * @param id the request's id, drawn here
 * @param method the method as sent
 * @param path the path
 * @param query query parameters by name, in the order sent
 * @param headers headers by name, case as sent, with what the gateway adds and without what it drops
 * @param protocol e.g. {@code HTTP/1.1}
 * @param sourceIp the address at the other end of the connection
 * @param body the body, empty where there is none
 */
record ApiRequest(
        Instant receivedAt,
        RequestId id,
        String method,
        RequestPath path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        String protocol,
        String sourceIp,
        Body body) {

    /** A body's bytes. */
    static final class Body {

        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
