package dev.keysmith.core.key;

/**
 * Where a request came from.
 *
 * @param requestId the gateway's id of the request
 * @param sourceIp the address that the gateway saw; never one from a header
 */
public record RequestOrigin(String requestId, String sourceIp) {

    /** A change that no request asked for. */
    public static final RequestOrigin DEPLOYMENT = new RequestOrigin("-", "-");
}
