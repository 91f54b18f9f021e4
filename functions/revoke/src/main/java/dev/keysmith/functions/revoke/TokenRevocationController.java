package dev.keysmith.functions.revoke;

import dev.keysmith.core.revoking.KeyRevoker;
import dev.keysmith.functions.api.body.Form;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.OAuthError;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Optional;

/** {@code POST /v1/revoke} (RFC 7009): whoever holds a credential, or found one, revokes it by presenting it. */
@Context
@Controller
final class TokenRevocationController {

    private final KeyRevoker revoker;

    TokenRevocationController(KeyRevoker revoker) {
        this.revoker = revoker;
    }

    /** Answers the same for a credential that is unknown (section 2.2). {@code token_type_hint} is not needed. */
    @Post("/v1/revoke")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<?> revoke(GatewayRequest request) {
        return switch (Form.read(request)) {
            case Form.Malformed() -> invalidRequest("the body is no form, or repeats a parameter");
            case Form.Parameters parameters -> revoke(parameters.find("token"), request);
        };
    }

    private HttpResponse<?> revoke(Optional<String> token, GatewayRequest request) {
        if (token.isEmpty()) {
            return invalidRequest("token is required");
        }
        revoker.revokePresented(token.get(), request.origin());
        return HttpResponse.ok();
    }

    private static HttpResponse<OAuthError> invalidRequest(String description) {
        return HttpResponse.badRequest(OAuthError.invalidRequest(description));
    }
}
