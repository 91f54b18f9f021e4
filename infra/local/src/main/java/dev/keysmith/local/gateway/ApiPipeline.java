package dev.keysmith.local.gateway;

import dev.keysmith.blueprint.Access;
import dev.keysmith.blueprint.ApiSpec;
import dev.keysmith.blueprint.RouteSpec;
import dev.keysmith.local.gateway.Router.RouteMatch;
import dev.keysmith.local.lambda.InvocationResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request's way: route, throttle or authorizer and usage-plan key, function. */
final class ApiPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(ApiPipeline.class);

    private final Router router;
    private final Map<RouteSpec, TokenBucket> throttles = new HashMap<>();
    private final Authorizer authorizer;
    private final Events events;
    private final TimedInvoker invoker;
    private final GatewayResponses responses;

    ApiPipeline(ApiSpec api, TimedInvoker invoker, GatewayResponses responses, LongSupplier nanoTime) {
        this.router = new Router(api.routes());
        for (RouteSpec route : api.routes()) {
            if (route.access() instanceof Access.Unguarded(int ratePerSecond, int burst)) {
                throttles.put(route, new TokenBucket(ratePerSecond, burst, nanoTime));
            }
        }
        this.events = new Events(api.stage());
        this.authorizer = new Authorizer(api, events, invoker);
        this.invoker = invoker;
        this.responses = responses;
    }

    Reply serve(ApiRequest request) {
        Optional<RouteMatch> found = router.find(request.method(), request.path());
        if (found.isEmpty()) {
            return refuse(ResponseType.MISSING_AUTHENTICATION_TOKEN, request);
        }
        RouteMatch match = found.get();
        TokenBucket throttle = throttles.get(match.route());
        if (throttle != null) {
            return throttle.take()
                    ? integrate(request, match, Optional.empty())
                    : refuse(ResponseType.THROTTLED, request);
        }
        // Whatever is not explicitly unguarded goes through the authorizer.
        return switch (authorizer.authorize(request, match)) {
            case Authorization.Allowed caller -> integrate(request, match, Optional.of(caller));
            case Authorization.Refused(Refusal refusal) -> responses.render(refusal, request.id());
        };
    }

    private Reply integrate(ApiRequest request, RouteMatch match, Optional<Authorization.Allowed> caller) {
        String function = match.route().function();
        Optional<InvocationResult> result = invoker.invoke(function, events.proxy(request, match, caller));
        if (result.isEmpty()) {
            return refuse(ResponseType.INTEGRATION_TIMEOUT, request);
        }
        return switch (result.get()) {
            case InvocationResult.Success(byte[] payload) ->
                switch (ProxyResponse.parse(payload, request.id())) {
                    case ProxyResponse.Parsed.Answer(Reply reply) -> reply;
                    case ProxyResponse.Parsed.Malformed(ResponseType type) -> {
                        LOG.warn("Function {} gave a malformed proxy response", function);
                        yield refuse(type, request);
                    }
                };
            case InvocationResult.RequestTooLarge ignored -> refuse(ResponseType.REQUEST_TOO_LARGE, request);
            case InvocationResult.FunctionError _, InvocationResult.Failed _ -> {
                LOG.warn("Function {} failed: {}", function, TimedInvoker.describe(result));
                yield refuse(ResponseType.BAD_GATEWAY, request);
            }
        };
    }

    private Reply refuse(ResponseType type, ApiRequest request) {
        return responses.render(Refusal.of(type), request.id());
    }
}
