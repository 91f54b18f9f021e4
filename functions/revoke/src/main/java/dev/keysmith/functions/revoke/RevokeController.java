package dev.keysmith.functions.revoke;

import dev.keysmith.core.credential.KeyRecords;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.revoking.DescendantRevoker;
import dev.keysmith.core.revoking.KeyRevoker;
import dev.keysmith.core.settings.Settings;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/keys/{key_id}/revoke}. */
@Context
@Controller
final class RevokeController {

    private final BodyReader bodies;
    private final KeyRevoker revoker;
    private final DescendantRevoker descendants;
    private final KeyViews views;
    private final InstantSource clock;
    private final Duration maxStaleness;

    RevokeController(
            BodyReader bodies,
            KeyRevoker revoker,
            DescendantRevoker descendants,
            KeyViews views,
            InstantSource clock,
            Settings settings) {
        this.bodies = bodies;
        this.revoker = revoker;
        this.descendants = descendants;
        this.views = views;
        this.clock = clock;
        this.maxStaleness = KeyRecords.maxStaleness(settings);
    }

    /** Revokes a key now; on request with the keys that it issued. */
    @Post("/v1/keys/{key_id}/revoke")
    @Secured("keys:revoke")
    HttpResponse<?> revoke(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        RevokeKeyRequest body = bodies.read(request, RevokeKeyRequest.class);
        Optional<String> reason = Optional.ofNullable(body.reason());
        Optional<RevokeKeyResponse> revoked = body.includesIssued()
                ? descendants
                        .revoke(caller, keyId, reason, Continuations.read(body.continuation()), request.origin())
                        .map(outcome -> response(outcome.metadata(), SweepView.of(outcome.report())))
                : revoker.revoke(caller, keyId, reason, request.origin()).map(key -> response(key, null));
        return revoked.<HttpResponse<?>>map(HttpResponse::ok)
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }

    /** The write has been answered: every record that is read from now on shows it. The clock's milliseconds round down. */
    private RevokeKeyResponse response(ApiKeyMetadata key, @Nullable SweepView issued) {
        return new RevokeKeyResponse(
                views.view(key), clock.instant().plusMillis(1).plus(maxStaleness), issued);
    }
}
