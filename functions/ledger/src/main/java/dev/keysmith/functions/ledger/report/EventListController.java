package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import dev.keysmith.functions.api.query.Query;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** {@code GET /v1/events}. */
@Context
@Controller
@Requires(env = Environment.FUNCTION) // The streams' function, in the same artifact, starts without it.
final class EventListController {

    private static final String PATH = "/v1/events";

    private final EventReader events;

    EventListController(EventReader events) {
        this.events = events;
    }

    /** What happened to keys, newest first, a page at a time. */
    @Get(PATH)
    @Secured("audit:read")
    HttpResponse<?> list(Principal caller, GatewayRequest request) {
        Set<String> parameters = new HashSet<>(EventFilterQuery.PARAMETERS);
        parameters.add("owner");
        Query query = ReportQuery.of(request, parameters);
        Optional<Owner> owner = ReportQuery.owner(query);
        EventFilterQuery filters = new EventFilterQuery(query);
        int limit = ReportQuery.limit(query);
        Optional<EventPlace> after = ReportQuery.cursor(query, EventPlace::parse);
        query.requireValid();
        return Whose.of(caller, owner)
                .map(whose -> events.list(filters.filter(whose), limit, after))
                .<HttpResponse<?>>map(page ->
                        ReportAnswer.of(request, PATH, page.map(EventView::of), EventView.COLUMNS, EventListView::of))
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }
}
