package dev.keysmith.functions.revoke;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.revoking.KeyRevoker;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** {@code POST /v1/keys/{key_id}/revoke}. */
@Context
@Controller
final class RevokeController {

    private final BodyReader bodies;
    private final KeyRevoker revoker;
    private final KeyViews views;
    private final InstantSource clock;

    RevokeController(BodyReader bodies, KeyRevoker revoker, KeyViews views, InstantSource clock) {
        this.bodies = bodies;
        this.revoker = revoker;
        this.views = views;
        this.clock = clock;
    }

    /** Revokes a key now. */
    @Post("/v1/keys/{key_id}/revoke")
    @Secured("keys:revoke")
    HttpResponse<?> revoke(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        RevokeKeyRequest body = bodies.read(request, RevokeKeyRequest.class);
        return revoker.revoke(caller, keyId, Optional.ofNullable(body.reason()), request.origin())
                .<HttpResponse<?>>map(key -> HttpResponse.ok(new RevokeKeyResponse(views.view(key), effectiveBy())))
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }

    /** The write has been answered, so that every decision from now on sees it; the clock's milliseconds round down. */
    private Instant effectiveBy() {
        return clock.instant().plusMillis(1);
    }
}
