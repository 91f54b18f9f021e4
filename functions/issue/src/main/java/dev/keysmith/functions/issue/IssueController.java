package dev.keysmith.functions.issue;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.issuing.KeyIssuer;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;

/** {@code POST /v1/keys}. */
@Context
@Controller
final class IssueController {

    private final BodyReader bodies;
    private final KeyIssuer issuer;
    private final KeyViews views;

    IssueController(BodyReader bodies, KeyIssuer issuer, KeyViews views) {
        this.bodies = bodies;
        this.issuer = issuer;
        this.views = views;
    }

    /** Issues a key and shows it, this once. */
    @Post("/v1/keys")
    @Secured("keys:issue")
    HttpResponse<?> issue(Principal caller, GatewayRequest request) {
        IssueKeyRequest body = bodies.read(request, IssueKeyRequest.class);
        return switch (issuer.issue(caller, body.command(), request.origin())) {
            case IssueResult.Issued(var key, var metadata) ->
                HttpResponse.created(new IssueKeyResponse(key.reveal(), views.view(metadata)));
            case IssueResult.Refused(var code, var errors) -> ProblemResponse.of(request, code, code.title(), errors);
        };
    }
}
