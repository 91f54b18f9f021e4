package dev.keysmith.functions.api;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.function.aws.DefaultLambdaContextFactory;
import io.micronaut.function.aws.LambdaContextFactory;
import jakarta.inject.Singleton;

/**
 * Registers nothing. The adapter's own factory registers each invocation's context as further singletons, and a function then
 * slows with every call that it answers.
 */
@Singleton
@Replaces(DefaultLambdaContextFactory.class)
final class FlatLambdaContext implements LambdaContextFactory {

    @Override
    public void registerSingletons(Context context) {
        // Nothing injects the context of an invocation.
    }
}
