package dev.keysmith.functions.api.testing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import dev.keysmith.core.secret.SecretSource;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.token.JwtSigner;
import dev.keysmith.functions.api.ApiFunction;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The function on the class path, in the test's own process, over the tables, the secret and the clock of a {@link Core}. */
public final class FunctionUnderTest implements AutoCloseable {

    private final ApplicationContext context;
    private final ApiFunction function;

    /** The function in a context of the test's own making, not built yet. */
    public FunctionUnderTest(ApplicationContextBuilder builder) {
        context = builder.build();
        function = new ApiFunction(context);
    }

    public FunctionUnderTest(Core core, Map<String, Object> overrides) {
        this(ApiFunction.contextBuilder()
                .properties(properties(core, overrides))
                .beanDefinitions(
                        inPlaceOf(DynamoDbClient.class, core.dynamoDb),
                        inPlaceOf(SecretSource.class, core.secretSource),
                        inPlaceOf(JwtSigner.class, core.signingKey),
                        inPlaceOf(InstantSource.class, core.clock)));
    }

    public FunctionUnderTest(Core core) {
        this(core, Map.of());
    }

    /** The function with nothing in it replaced, as it starts in Lambda; it reaches no AWS. */
    public static FunctionUnderTest asDeployed(Map<String, Object> properties) {
        return new FunctionUnderTest(ApiFunction.contextBuilder().properties(properties));
    }

    private static Map<String, Object> properties(Core core, Map<String, Object> overrides) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "keysmith.keys-table",
                core.keysTable,
                "keysmith.state-table",
                core.stateTable,
                "keysmith.verification-secret",
                "verification",
                "keysmith.issuer",
                Core.ISSUER,
                "keysmith.audiences",
                Core.AUDIENCE + " other-audience",
                "aws.region",
                "eu-central-1"));
        properties.putAll(overrides);
        return properties;
    }

    private static <T> RuntimeBeanDefinition<T> inPlaceOf(Class<T> type, T instance) {
        return RuntimeBeanDefinition.builder(type, () -> instance)
                .singleton(true)
                .replaces(type)
                .build();
    }

    /** A bean of the function's context. */
    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public Answer call(TestEvent event) {
        return call(event.build());
    }

    public Answer call(APIGatewayProxyRequestEvent event) {
        return Answer.of(function.handleRequest(event, new MockLambdaContext()));
    }

    /** How many beans live in the function's context: what grows here with each call slows every call that follows. */
    public int liveBeans() {
        return context.getActiveBeanRegistrations(Object.class).size();
    }

    @Override
    public void close() {
        context.close();
    }
}
