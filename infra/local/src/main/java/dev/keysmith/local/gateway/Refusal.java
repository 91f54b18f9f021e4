package dev.keysmith.local.gateway;

import java.util.Map;

/**
 * The gateway's own answer instead of a function's.
 *
 * @param type why
 * @param message {@code $context.error.message}
 * @param authorizerContext {@code $context.authorizer.…}, empty where no authorizer spoke
 */
record Refusal(ResponseType type, String message, Map<String, String> authorizerContext) {

    Refusal {
        authorizerContext = Map.copyOf(authorizerContext);
    }

    static Refusal of(ResponseType type) {
        return new Refusal(type, type.message(), Map.of());
    }
}
