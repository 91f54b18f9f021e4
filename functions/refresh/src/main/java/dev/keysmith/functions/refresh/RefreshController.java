package dev.keysmith.functions.refresh;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.refreshing.KeyRefresher;
import dev.keysmith.core.refreshing.RefreshResult;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.idempotency.IssuedKeyAnswers;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/** {@code POST /v1/refresh}. */
@Context
@Controller
final class RefreshController {

    private final BodyReader bodies;
    private final KeyRefresher refresher;
    private final IssuedKeyAnswers answers;
    private final KeyViews views;

    RefreshController(BodyReader bodies, KeyRefresher refresher, IssuedKeyAnswers answers, KeyViews views) {
        this.bodies = bodies;
        this.refresher = refresher;
        this.answers = answers;
        this.views = views;
    }

    /** Puts off the calling key's expiry. Its secret stays, and is not shown; but a key in JWT form gets a new one. */
    @Post("/v1/refresh")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    HttpResponse<?> refresh(Principal caller, GatewayRequest request) {
        bodies.read(request, EmptyRequest.class);
        return switch (refresher.refresh(caller, request.origin(), answers.repeatable(request, caller))) {
            case RefreshResult.Refreshed(var key) -> HttpResponse.ok(views.view(key));
            case RefreshResult.Renewed(var result) -> answers.answer(request, HttpStatus.OK, result);
            case RefreshResult.NotByToken() -> ProblemResponse.of(request, ErrorCode.SCOPE_INSUFFICIENT);
            case RefreshResult.TooEarly(var refreshAfter) -> ProblemResponse.refreshTooEarly(request, refreshAfter);
            case RefreshResult.AtMaximumAge() -> ProblemResponse.of(request, ErrorCode.CONFLICT);
            // As the authorizer would have said a moment later.
            case RefreshResult.NoLongerGood() -> ProblemResponse.of(request, ErrorCode.CREDENTIAL_REJECTED);
        };
    }
}
