package dev.keysmith.functions.issue;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.issuing.KeyIssuer;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.idempotency.IssuedKeyAnswers;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;

/** {@code POST /v1/keys}. */
@Context
@Controller
final class IssueController {

    private final BodyReader bodies;
    private final KeyIssuer issuer;
    private final IssuedKeyAnswers answers;

    IssueController(BodyReader bodies, KeyIssuer issuer, IssuedKeyAnswers answers) {
        this.bodies = bodies;
        this.issuer = issuer;
        this.answers = answers;
    }

    /** Issues a key and shows it, this once; again only to who repeats the request under its {@code Idempotency-Key}. */
    @Post("/v1/keys")
    @Secured("keys:issue")
    HttpResponse<?> issue(Principal caller, GatewayRequest request) {
        IssueKeyRequest body = bodies.read(request, IssueKeyRequest.class);
        IssueResult result = issuer.issue(caller, body.asked(), request.origin(), answers.repeatable(request, caller));
        return answers.answer(request, HttpStatus.CREATED, result);
    }
}
