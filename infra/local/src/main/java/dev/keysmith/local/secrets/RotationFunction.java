package dev.keysmith.local.secrets;

/** Invokes the Lambda functions that rotate secrets. */
@FunctionalInterface
public interface RotationFunction {

    /**
     * Invokes a function, and waits for its end or for the calling thread's interruption.
     *
     * @param arn the function's ARN
     * @param event the event of one step, JSON
     * @return whether it ended without an error; of an error the function's own log tells
     */
    boolean invoke(String arn, byte[] event);
}
