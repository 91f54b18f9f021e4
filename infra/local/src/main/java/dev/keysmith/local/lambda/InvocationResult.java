package dev.keysmith.local.lambda;

/** How an invocation ended. */
public sealed interface InvocationResult {

    /** The function answered. The payload is handed on as it is, not copied. */
    @SuppressWarnings("ArrayRecordComponent") // up to 6 MB, read once; results are never compared by their payload
    record Success(byte[] payload) implements InvocationResult {}

    /**
     * The function ran and threw, or its answer was larger than Lambda takes.
     *
     * @param errorType the error's type as the runtime named it, e.g. a class name
     * @param errorMessage the error's message, empty where it had none
     */
    record FunctionError(String errorType, String errorMessage) implements InvocationResult {}

    /**
     * The function did not get to answer: its process could not start, died, ran out of time, or the host is closing.
     *
     * @param why for people; it may quote the function's own start error
     */
    record Failed(String why) implements InvocationResult {}

    /**
     * The event is larger than Lambda takes; nothing ran.
     *
     * @param bytes the event's size
     */
    record RequestTooLarge(int bytes) implements InvocationResult {}
}
