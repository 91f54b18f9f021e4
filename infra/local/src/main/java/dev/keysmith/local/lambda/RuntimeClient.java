package dev.keysmith.local.lambda;

import java.util.Optional;

/** What one instance may ask and tell through its Runtime API. */
interface RuntimeClient {

    /** Waits for the next event; empty when there will be none any more. */
    Optional<Delivery> next() throws InterruptedException;

    /**
     * Takes the result of an invocation.
     *
     * @return whether that invocation was this instance's to answer
     */
    boolean answer(String invocationId, InvocationResult result);

    /** Takes the reason why the function could not start. */
    void initError(InvocationResult.FunctionError error);
}
