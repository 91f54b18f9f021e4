package dev.keysmith.functions.revoke;

import dev.keysmith.core.revoking.KeyRevoker;
import dev.keysmith.functions.api.body.TokenForm;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

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
        return TokenForm.answer(request, token -> {
            revoker.revokePresented(token, request.origin());
            return HttpResponse.ok();
        });
    }
}
