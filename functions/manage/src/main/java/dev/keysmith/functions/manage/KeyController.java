package dev.keysmith.functions.manage;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.reading.KeyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;

/** {@code GET /v1/keys/{key_id}}. */
@Context
@Controller
final class KeyController {

    private final KeyReader keys;
    private final KeyViews views;

    KeyController(KeyReader keys, KeyViews views) {
        this.keys = keys;
        this.views = views;
    }

    /** A key's metadata. */
    @Get("/v1/keys/{key_id}")
    @Secured("keys:read")
    HttpResponse<?> read(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        return keys.find(caller, keyId)
                .<HttpResponse<?>>map(key -> HttpResponse.ok(views.view(key)))
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }
}
