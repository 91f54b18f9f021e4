package dev.keysmith.functions.manage;

import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.functions.api.body.TokenForm;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.util.Optional;

/** {@code POST /v1/introspect} (RFC 7662): what a token or key is good for, told to who may act for its owner. */
@Context
@Controller
final class IntrospectController {

    private final CredentialVerifier verifier;

    IntrospectController(CredentialVerifier verifier) {
        this.verifier = verifier;
    }

    /** Answers the same for what is unknown, no longer good, or another owner's (section 2.2). The type hint is not needed. */
    @Post("/v1/introspect")
    @Secured("tokens:introspect")
    HttpResponse<?> introspect(Principal caller, GatewayRequest request) {
        return TokenForm.answer(request, token -> HttpResponse.ok(view(caller, token)));
    }

    private IntrospectionView view(Principal caller, String token) {
        return Optional.of(verifier.verifyFromAnywhere(new Credential.Presented(token)))
                .filter(Verification.Verified.class::isInstance)
                .map(Verification.Verified.class::cast)
                .filter(verified -> caller.mayActFor(verified.key().owner()))
                .map(IntrospectionView::of)
                .orElse(IntrospectionView.INACTIVE);
    }
}
