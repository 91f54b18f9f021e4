package dev.keysmith.local.gateway;

import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The names of one request.
 *
 * @param id {@code $context.requestId}
 * @param extendedId {@code $context.extendedRequestId}
 * @param trace the trace header for a request that came without one
 */
record RequestId(String id, String extendedId, String trace) {

    private static final int EXTENDED_BYTES = 11;
    private static final int TRACE_BYTES = 12;

    /** Draws new names. They identify, and are no secrets. */
    static RequestId draw(long epochSecond) {
        return new RequestId(
                UUID.randomUUID().toString(),
                Base64.getUrlEncoder().encodeToString(random(EXTENDED_BYTES)),
                "Root=1-" + HexFormat.of().toHexDigits(epochSecond, 8) + "-"
                        + HexFormat.of().formatHex(random(TRACE_BYTES)));
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }
}
