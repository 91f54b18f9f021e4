package dev.keysmith.functions.manage;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.reading.KeyReader;
import dev.keysmith.core.updating.KeyUpdater;
import dev.keysmith.core.updating.UpdateResult;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.key.KeyView;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import dev.keysmith.functions.api.query.EntityTag;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;

/** {@code GET} and {@code PATCH /v1/keys/{key_id}}. */
@Context
@Controller
final class KeyController {

    private final BodyReader bodies;
    private final KeyReader keys;
    private final KeyUpdater updater;
    private final KeyViews views;

    KeyController(BodyReader bodies, KeyReader keys, KeyUpdater updater, KeyViews views) {
        this.bodies = bodies;
        this.keys = keys;
        this.updater = updater;
        this.views = views;
    }

    /** A key's metadata. */
    @Get("/v1/keys/{key_id}")
    @Secured("keys:read")
    HttpResponse<?> read(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        return keys.find(caller, keyId)
                .<HttpResponse<?>>map(this::answer)
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }

    /** Changes a key, by a JSON merge patch (RFC 7396). */
    @Patch("/v1/keys/{key_id}")
    @Secured("keys:update")
    HttpResponse<?> update(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        UpdateKeyRequest body = bodies.readPatch(request, UpdateKeyRequest.class);
        return switch (updater.update(caller, keyId, body.command(), EntityTag.ifMatch(request), request.origin())) {
            case UpdateResult.Updated(ApiKeyMetadata key) -> answer(key);
            case UpdateResult.Refused(var code, var errors) -> ProblemResponse.of(request, code, code.title(), errors);
        };
    }

    private HttpResponse<KeyView> answer(ApiKeyMetadata key) {
        return HttpResponse.ok(views.view(key)).header(HttpHeaders.ETAG, EntityTag.of(key));
    }
}
