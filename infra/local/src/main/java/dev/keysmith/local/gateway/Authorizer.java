package dev.keysmith.local.gateway;

import dev.keysmith.blueprint.ApiSpec;
import dev.keysmith.local.gateway.Authorization.Allowed;
import dev.keysmith.local.gateway.Authorization.Refused;
import dev.keysmith.local.gateway.Router.RouteMatch;
import dev.keysmith.local.lambda.InvocationResult;
import dev.keysmith.local.lambda.InvocationResult.FunctionError;
import dev.keysmith.local.lambda.InvocationResult.Success;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the Lambda authorizer for each request; nothing is cached, and no header has to be there for it to be asked. */
final class Authorizer {

    private static final Logger LOG = LoggerFactory.getLogger(Authorizer.class);

    private static final String ACTION = "execute-api:Invoke";

    /** The one error that is a verdict: an authorizer that throws it, by this message, means 401. */
    private static final String UNAUTHORIZED = "Unauthorized";

    private final String function;
    private final Set<String> usagePlanKeys;
    private final Events events;
    private final TimedInvoker invoker;

    Authorizer(ApiSpec api, Events events, TimedInvoker invoker) {
        this.function = api.authorizer();
        this.usagePlanKeys = api.usagePlanKeys();
        this.events = events;
        this.invoker = invoker;
    }

    Authorization authorize(ApiRequest request, RouteMatch match) {
        long start = System.nanoTime();
        Optional<InvocationResult> result = invoker.invoke(function, events.authorizer(request, match));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (result.isPresent() && result.get() instanceof Success(byte[] payload)) {
            return switch (AuthorizerOutput.parse(payload)) {
                case AuthorizerOutput.Verdict verdict -> judge(verdict, events.methodArn(request), millis);
                case AuthorizerOutput.Unusable(ResponseType type) -> {
                    LOG.warn("The authorizer's output cannot be used ({})", type);
                    yield new Refused(Refusal.of(type));
                }
            };
        }
        if (result.isPresent()
                && result.get() instanceof FunctionError(String ignored, String message)
                && message.equals(UNAUTHORIZED)) {
            return new Refused(Refusal.of(ResponseType.UNAUTHORIZED));
        }
        LOG.warn("The authorizer failed: {}", TimedInvoker.describe(result));
        return new Refused(Refusal.of(ResponseType.AUTHORIZER_FAILURE));
    }

    private Authorization judge(AuthorizerOutput.Verdict verdict, String methodArn, long millis) {
        return switch (verdict.policy().evaluate(ACTION, methodArn)) {
            case EXPLICITLY_DENIED -> denied(" with an explicit deny", verdict.context());
            case NOT_ALLOWED -> denied("", verdict.context());
            case ALLOWED -> {
                Optional<String> key = verdict.usageIdentifierKey().filter(usagePlanKeys::contains);
                if (key.isPresent()) {
                    yield new Allowed(verdict.principalId(), verdict.context(), key.get(), millis);
                }
                yield new Refused(new Refusal(
                        ResponseType.INVALID_API_KEY, ResponseType.INVALID_API_KEY.message(), verdict.context()));
            }
        };
    }

    private static Refused denied(String how, Map<String, String> context) {
        return new Refused(
                new Refusal(ResponseType.ACCESS_DENIED, ResponseType.ACCESS_DENIED.message() + how, context));
    }
}
