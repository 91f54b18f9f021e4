package dev.keysmith.functions.manage;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.reading.UsageReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;

/** {@code GET /v1/keys/{key_id}/usage}. */
@Context
@Controller
final class UsageController {

    private final UsageReader usages;

    UsageController(UsageReader usages) {
        this.usages = usages;
    }

    /** How much a key was used, and how its limits stand. */
    @Get("/v1/keys/{key_id}/usage")
    @Secured("keys:read")
    HttpResponse<?> read(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        return usages.find(caller, keyId)
                .<HttpResponse<?>>map(usage -> HttpResponse.ok(UsageView.of(usage)))
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }
}
