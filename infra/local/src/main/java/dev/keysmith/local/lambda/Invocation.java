package dev.keysmith.local.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One event on its way to a function and back. Completed once; later results are ignored. */
final class Invocation {

    /** Lambda's limit for a synchronous event, in bytes. */
    static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;

    /** Lambda's limit for an answer, in bytes: 100 more than for the event. */
    static final int MAX_RESPONSE_BYTES = MAX_REQUEST_BYTES + 100;

    private final String id = UUID.randomUUID().toString();
    private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    private final byte[] payload;

    Invocation(byte[] payload) {
        this.payload = payload;
    }

    String id() {
        return id;
    }

    byte[] payload() {
        return payload;
    }

    CompletableFuture<InvocationResult> result() {
        return result;
    }

    void fail(String why) {
        result.complete(new InvocationResult.Failed(why));
    }
}
