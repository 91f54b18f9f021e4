package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import dev.keysmith.functions.api.query.Query;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import java.util.Optional;

/** {@code GET /v1/keys/{key_id}/events}. */
@Context
@Controller
final class KeyEventController {

    private final EventReader events;

    KeyEventController(EventReader events) {
        this.events = events;
    }

    /** What happened to a key, newest first, a page at a time; also where it is deleted or purged. */
    @Get("/v1/keys/{key_id}/events")
    @Secured("audit:read")
    HttpResponse<?> list(Principal caller, GatewayRequest request, @PathVariable("key_id") String keyId) {
        Query query = ReportQuery.of(request, EventFilterQuery.PARAMETERS);
        EventFilter filter = new EventFilterQuery(query).filter(new Whose(caller.onlyOwner()));
        int limit = ReportQuery.limit(query);
        Optional<EventPlace> after = ReportQuery.cursor(query, EventPlace::parse);
        query.requireValid();
        return KeyId.parse(keyId)
                .flatMap(key -> events.listOfKey(key, filter, limit, after))
                .<HttpResponse<?>>map(page -> ReportAnswer.of(
                        request,
                        "/v1/keys/" + keyId + "/events",
                        page.map(EventView::of),
                        EventView.COLUMNS,
                        EventListView::of))
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }
}
