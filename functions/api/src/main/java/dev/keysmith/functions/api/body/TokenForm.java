package dev.keysmith.functions.api.body;

import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.OAuthError;
import io.micronaut.http.HttpResponse;
import java.util.Optional;
import java.util.function.Function;

/** The form {@code token=…} of revocation (RFC 7009 section 2.1) and introspection (RFC 7662 section 2.1). */
public final class TokenForm {

    private TokenForm() {}

    /** Answers a request by its token; with OAuth's {@code invalid_request} where there is none. Throws a problem 413 or 415. */
    public static HttpResponse<?> answer(GatewayRequest request, Function<String, HttpResponse<?>> byToken) {
        return switch (Form.read(request)) {
            case Form.Malformed() -> invalidRequest("the body is no form, or repeats a parameter");
            case Form.Parameters parameters -> {
                Optional<String> token = parameters.find("token");
                yield token.isPresent() ? byToken.apply(token.get()) : invalidRequest("token is required");
            }
        };
    }

    private static HttpResponse<OAuthError> invalidRequest(String description) {
        return HttpResponse.badRequest(OAuthError.invalidRequest(description));
    }
}
