package dev.keysmith.functions.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.functions.api.gateway.RoutedEvent;
import dev.keysmith.functions.api.rehearsal.ApiRehearsal;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.Environment;
import io.micronaut.function.aws.MicronautLambdaContext;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyRequestEventFunction;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda handler of every HTTP function: API Gateway proxy events (payload 1.0) to Micronaut controllers. Controllers are
 * made at the start, so that a wrong setting stops the function then; of the other beans only what they need is made.
 */
public final class ApiFunction extends ApiGatewayProxyRequestEventFunction {

    /** Starts the function from its environment variables; throws where a setting is missing or wrong. */
    public ApiFunction() {
        if (applicationContext.getBean(Settings.class).areForSnapshot()) {
            ApiRehearsal.prepare(applicationContext, ApiFunction::contextBuilder, context -> {
                ApiFunction function = new ApiFunction(context);
                return event -> function.handleRequest(event, null);
            });
        }
    }

    /** Starts the function within a context that is built but not started. */
    public ApiFunction(ApplicationContext context) {
        super(context);
    }

    /** A context as this function needs it, before its start. */
    public static ApplicationContextBuilder contextBuilder() {
        // Not the adapter's own builder: it makes every singleton at the start, wanted or not.
        return ApplicationContext.builder()
                .environments(Environment.FUNCTION, MicronautLambdaContext.ENVIRONMENT_LAMBDA)
                .deduceEnvironment(false)
                .banner(false);
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, @Nullable Context context) {
        return super.handleRequest(RoutedEvent.of(event), context);
    }

    @Override
    protected ApplicationContextBuilder newApplicationContextBuilder() {
        return contextBuilder();
    }
}
