package dev.keysmith.functions.revoke;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.revoking.KeyRevoker;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import java.util.Optional;

/** {@code DELETE /v1/keys/{key_id}}. */
@Context
@Controller
final class DeleteController {

    private final BodyReader bodies;
    private final KeyRevoker revoker;

    DeleteController(BodyReader bodies, KeyRevoker revoker) {
        this.bodies = bodies;
        this.revoker = revoker;
    }

    /** Revokes a key and removes its record. */
    @Delete("/v1/keys/{key_id}")
    @Secured("keys:delete")
    HttpResponse<?> delete(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        DeleteKeyRequest body = bodies.read(request, DeleteKeyRequest.class);
        return revoker.delete(caller, keyId, Optional.ofNullable(body.reason()), request.origin())
                ? HttpResponse.noContent()
                : ProblemResponse.of(request, ErrorCode.NOT_FOUND);
    }
}
