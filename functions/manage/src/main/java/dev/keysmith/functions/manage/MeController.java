package dev.keysmith.functions.manage;

import dev.keysmith.core.credential.Principal;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/** {@code GET /v1/me}. */
@Context
@Controller
final class MeController {

    /** Who calls, as the authorizer said; nothing is read for it. */
    @Get("/v1/me")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    PrincipalView me(Principal caller) {
        return PrincipalView.of(caller);
    }
}
