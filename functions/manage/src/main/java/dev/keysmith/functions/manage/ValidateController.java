package dev.keysmith.functions.manage;

import dev.keysmith.core.credential.CredentialReader;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Optional;

/** {@code GET /v1/validate}: the one place that says why a credential is refused. No authorizer guards it. */
@Context
@Controller
final class ValidateController {

    private final CredentialReader credentials;
    private final CredentialVerifier verifier;

    ValidateController(CredentialReader credentials, CredentialVerifier verifier) {
        this.credentials = credentials;
        this.verifier = verifier;
    }

    /** Verifies the credential in the request's own headers. */
    @Get("/v1/validate")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<?> validate(GatewayRequest request) {
        return switch (verifier.verify(
                credentials.read(request.headers()),
                Optional.of(request.origin().sourceIp()))) {
            case Verification.Verified good -> HttpResponse.ok(ValidationView.of(good.principal()));
            case Verification.NotFromHere _ -> ProblemResponse.of(request, ErrorCode.NETWORK_NOT_ALLOWED);
            case Verification.Refused(var code) -> ProblemResponse.of(request, code);
        };
    }
}
