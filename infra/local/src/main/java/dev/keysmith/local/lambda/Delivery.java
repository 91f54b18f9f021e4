package dev.keysmith.local.lambda;

/**
 * An invocation handed to an instance.
 *
 * @param deadlineMillis when the instance will be killed, in milliseconds since the epoch
 * @param functionArn the invoked function
 */
record Delivery(Invocation invocation, long deadlineMillis, String functionArn) {}
