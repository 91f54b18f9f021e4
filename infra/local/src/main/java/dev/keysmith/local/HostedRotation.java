package dev.keysmith.local;

import dev.keysmith.local.lambda.InvocationResult;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.secrets.RotationFunction;

/** Rotation by the functions of a Lambda host. */
record HostedRotation(LambdaHost host) implements RotationFunction {

    @Override
    public boolean invoke(String arn, byte[] event) {
        return host.invoke(arn.substring(arn.lastIndexOf(':') + 1), event) instanceof InvocationResult.Success;
    }
}
