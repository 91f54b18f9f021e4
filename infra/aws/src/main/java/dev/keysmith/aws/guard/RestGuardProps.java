package dev.keysmith.aws.guard;

import dev.keysmith.blueprint.GatewayResponseSpec;
import java.util.List;

/**
 * How a REST API is guarded.
 *
 * @param rules which scopes its routes need
 * @param unguarded the routes that the authorizer is not for, as lines {@code METHOD /resource}
 * @param refusal how it refuses what is over a limit
 * @param usageKey the value of the usage plan's one key, the authorizer's {@code KEYSMITH_USAGE_KEY}: 20 to 128 characters, of which
 *     an account has no second in a region; it is no secret
 * @param responses what the gateway itself answers
 */
public record RestGuardProps(
        RouteRules rules,
        List<String> unguarded,
        LimitRefusal refusal,
        String usageKey,
        List<GatewayResponseSpec> responses) {

    public RestGuardProps {
        unguarded = List.copyOf(unguarded);
        responses = List.copyOf(responses);
    }
}
