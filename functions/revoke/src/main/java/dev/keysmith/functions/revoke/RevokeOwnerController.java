package dev.keysmith.functions.revoke;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.revoking.OwnerRevoker;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.util.Optional;

/** {@code POST /v1/keys/revoke}. */
@Context
@Controller
final class RevokeOwnerController {

    private final BodyReader bodies;
    private final OwnerRevoker revoker;

    RevokeOwnerController(BodyReader bodies, OwnerRevoker revoker) {
        this.bodies = bodies;
        this.revoker = revoker;
    }

    /** Revokes the next of an owner's keys. An owner that the caller may not act for does not exist, of whatever form it is. */
    @Post("/v1/keys/revoke")
    @Secured("keys:revoke")
    HttpResponse<?> revokeAll(Principal caller, GatewayRequest request) {
        RevokeOwnerRequest body = bodies.read(request, RevokeOwnerRequest.class);
        Optional<Owner> owner =
                Optional.ofNullable(body.owner()).map(Owner::parse).orElse(Optional.of(caller.owner()));
        return owner.flatMap(only -> revoker.revokeAll(
                                caller,
                                only,
                                Optional.ofNullable(body.reason()),
                                Continuations.read(body.continuation()),
                                request.origin())
                        .map(report -> new RevokeOwnerResponse(only.value(), SweepView.of(report))))
                .<HttpResponse<?>>map(HttpResponse::ok)
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }
}
