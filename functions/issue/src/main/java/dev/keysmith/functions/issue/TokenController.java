package dev.keysmith.functions.issue;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.minting.MintResult;
import dev.keysmith.core.minting.TokenMinter;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/** {@code POST /v1/tokens}: an access token for the calling key. */
@Context
@Controller
final class TokenController {

    private final BodyReader bodies;
    private final TokenMinter minter;

    TokenController(BodyReader bodies, TokenMinter minter) {
        this.bodies = bodies;
        this.minter = minter;
    }

    /** Mints a token, and shows it this once. */
    @Post("/v1/tokens")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    HttpResponse<?> mint(Principal caller, GatewayRequest request) {
        MintTokenRequest body = bodies.read(request, MintTokenRequest.class);
        return switch (minter.mint(caller, body.asked())) {
            case MintResult.Minted minted -> HttpResponse.ok(MintedTokenView.of(minted));
            case MintResult.Refused(var code, var errors) -> ProblemResponse.of(request, code, code.title(), errors);
        };
    }
}
