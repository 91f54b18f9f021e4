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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** {@code GET /v1/reports/expiring} and {@code GET /v1/reports/unused}. */
@Context
@Controller
@Requires(env = Environment.FUNCTION) // The streams' function, in the same artifact, starts without it.
final class KeyReportController {

    private static final String EXPIRING = "/v1/reports/expiring";
    private static final int EXPIRING_DAYS = 7;
    private static final int MOST_EXPIRING_DAYS = 365;
    private static final String UNUSED = "/v1/reports/unused";
    private static final int UNUSED_DAYS = 30;
    private static final int MOST_UNUSED_DAYS = 3650;

    private final KeyReportReader keys;

    KeyReportController(KeyReportReader keys) {
        this.keys = keys;
    }

    /** Active keys that expire soon, soonest first. */
    @Get(EXPIRING)
    @Secured("reports:read")
    HttpResponse<?> expiring(Principal caller, GatewayRequest request) {
        return answer(caller, request, EXPIRING, EXPIRING_DAYS, MOST_EXPIRING_DAYS, keys::expiring);
    }

    /** Active keys that nobody uses, longest idle first. */
    @Get(UNUSED)
    @Secured("reports:read")
    HttpResponse<?> unused(Principal caller, GatewayRequest request) {
        return answer(caller, request, UNUSED, UNUSED_DAYS, MOST_UNUSED_DAYS, keys::unused);
    }

    private static HttpResponse<?> answer(
            Principal caller, GatewayRequest request, String path, int byDefault, int most, Report report) {
        Query query = ReportQuery.of(request, Set.of("days", "owner"));
        Duration days = Duration.ofDays(query.number("days", byDefault, most));
        Optional<Owner> owner = ReportQuery.owner(query);
        int limit = ReportQuery.limit(query);
        Optional<KeyPlace> after = ReportQuery.cursor(query, KeyPlace::parse);
        query.requireValid();
        return Whose.of(caller, owner)
                .map(whose -> report.read(whose, days, limit, after).map(KeyReportView.Key::of))
                .<HttpResponse<?>>map(
                        page -> ReportAnswer.of(request, path, page, KeyReportView.Key.COLUMNS, KeyReportView::of))
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }

    @FunctionalInterface
    private interface Report {
        ReportPage<ReportedKey> read(Whose whose, Duration days, int limit, Optional<KeyPlace> after);
    }
}
