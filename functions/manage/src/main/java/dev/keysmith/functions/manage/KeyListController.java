package dev.keysmith.functions.manage;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyFilter;
import dev.keysmith.core.key.KeyPosition;
import dev.keysmith.core.key.Page;
import dev.keysmith.core.reading.KeyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import dev.keysmith.functions.api.query.Query;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** {@code GET /v1/keys}. */
@Context
@Controller
final class KeyListController {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final KeyReader keys;
    private final KeyViews views;
    private final InstantSource clock;

    KeyListController(KeyReader keys, KeyViews views, InstantSource clock) {
        this.keys = keys;
        this.views = views;
        this.clock = clock;
    }

    /** An owner's keys, newest first, a page at a time. */
    @Get("/v1/keys")
    @Secured("keys:read")
    HttpResponse<?> list(Principal caller, GatewayRequest request) {
        Query query = Query.of(request, Set.of("owner", "status", "environment", "limit", "cursor"));
        Optional<Owner> owner = query.find("owner", Owner::parse, "must be an owner");
        Optional<KeyFilter.Status> status =
                query.find("status", KeyFilter.Status::parse, "must be active, expired or revoked");
        Optional<Environment> environment = query.find("environment", Environment::parse, "must be live or test");
        int limit = query.number("limit", DEFAULT_LIMIT, MAX_LIMIT);
        Optional<KeyPosition> after =
                query.find("cursor", KeyPosition::parse, "must be a next_cursor that an earlier page answered");
        query.requireValid();
        KeyFilter filter = new KeyFilter(status, environment, clock.instant());
        return keys.list(caller, owner, filter, limit, after)
                .<HttpResponse<?>>map(page -> HttpResponse.ok(view(page)))
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }

    private KeyListView view(Page<ApiKeyMetadata> page) {
        return new KeyListView(
                page.items().stream().map(views::view).toList(),
                page.next().map(KeyPosition::toText).orElse(null));
    }
}
