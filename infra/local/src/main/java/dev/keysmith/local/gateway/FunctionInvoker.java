package dev.keysmith.local.gateway;

import dev.keysmith.local.lambda.InvocationResult;

/** Invokes Lambda functions by name, and waits for their end or for the calling thread's interruption. */
@FunctionalInterface
public interface FunctionInvoker {

    /**
     * Invokes a function.
     *
     * @param function the function's name
     * @param payload the event
     */
    InvocationResult invoke(String function, byte[] payload);
}
