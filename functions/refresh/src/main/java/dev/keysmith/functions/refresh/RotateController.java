package dev.keysmith.functions.refresh;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.rotating.KeyRotator;
import dev.keysmith.core.rotating.KeyRotator.FinishResult;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.idempotency.IssuedKeyAnswers;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.time.InstantSource;

/** {@code POST /v1/keys/{key_id}/rotate} and {@code …/rotate/finish}. */
@Context
@Controller
final class RotateController {

    private final BodyReader bodies;
    private final KeyRotator rotator;
    private final IssuedKeyAnswers answers;
    private final KeyViews views;
    private final InstantSource clock;

    RotateController(
            BodyReader bodies, KeyRotator rotator, IssuedKeyAnswers answers, KeyViews views, InstantSource clock) {
        this.bodies = bodies;
        this.rotator = rotator;
        this.answers = answers;
        this.views = views;
        this.clock = clock;
    }

    /** Gives a key a new secret and shows it, this once; again only to who repeats the request under its idempotency key. */
    @Post("/v1/keys/{key_id}/rotate")
    @Secured("keys:rotate")
    HttpResponse<?> rotate(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        RotateKeyRequest body = bodies.read(request, RotateKeyRequest.class);
        RotateKeyCommand command = new RotateKeyCommand(
                keyId,
                body.grace(),
                request.receivedAt().orElseGet(clock::instant),
                answers.repeatable(request, caller));
        return answers.answer(request, HttpStatus.OK, rotator.rotate(caller, command, request.origin()));
    }

    /** Ends the grace of a key's previous secret now. */
    @Post("/v1/keys/{key_id}/rotate/finish")
    @Secured("keys:rotate")
    HttpResponse<?> finish(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        bodies.read(request, EmptyRequest.class);
        return switch (rotator.finish(caller, keyId, request.origin())) {
            case FinishResult.Finished(var key) -> HttpResponse.ok(views.view(key));
            case FinishResult.Refused(var code) -> ProblemResponse.of(request, code);
        };
    }
}
