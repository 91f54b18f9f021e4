package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.KeyId;
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
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code GET /v1/reports/usage}. */
@Context
@Controller
@Requires(env = Environment.FUNCTION) // The streams' function, in the same artifact, starts without it.
final class UsageReportController {

    private static final String PATH = "/v1/reports/usage";
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_DAYS = 366;

    private final UsageReader usage;
    private final InstantSource clock;

    UsageReportController(UsageReader usage, InstantSource clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** How much keys were used on some days: by day, by key or by owner. */
    @Get(PATH)
    @Secured("reports:read")
    HttpResponse<?> usage(Principal caller, GatewayRequest request) {
        Query query = ReportQuery.of(request, Set.of("from", "to", "by", "owner"));
        Grouping by =
                query.find("by", Grouping::parse, "must be day, key or owner").orElse(Grouping.DAY);
        DayRange range = range(query);
        Optional<Owner> owner = ReportQuery.owner(query);
        int limit = ReportQuery.limit(query);
        Optional<LocalDate> afterDay = cursor(query, by, Grouping.DAY, ReportQuery::parseDay);
        Optional<KeyId> afterKey = cursor(query, by, Grouping.KEY, KeyId::parse);
        Optional<Owner> afterOwner = cursor(query, by, Grouping.OWNER, Owner::parse);
        query.requireValid();
        return Whose.of(caller, owner)
                .<HttpResponse<?>>map(whose -> switch (by) {
                    case DAY ->
                        answer(
                                request,
                                usage.byDay(whose, range, limit, afterDay).map(UsageReportView.Day::of),
                                UsageReportView.Day.COLUMNS);
                    case KEY ->
                        answer(
                                request,
                                usage.byKey(whose, range, limit, afterKey).map(UsageReportView.Key::of),
                                UsageReportView.Key.COLUMNS);
                    case OWNER ->
                        answer(
                                request,
                                usage.byOwner(whose, range, limit, afterOwner).map(UsageReportView.Owner::of),
                                UsageReportView.Owner.COLUMNS);
                })
                .orElseGet(() -> ProblemResponse.of(request, ErrorCode.NOT_FOUND));
    }

    private DayRange range(Query query) {
        Optional<LocalDate> asked = ReportQuery.day(query, "from");
        LocalDate to =
                ReportQuery.day(query, "to").orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        LocalDate from = asked.orElseGet(() -> to.minusDays(DEFAULT_DAYS - 1L));
        DayRange range = new DayRange(from, to);
        query.require(range.days() > 0, "from", "must not be later than to");
        query.require(range.days() <= MAX_DAYS, "from", "must be at most " + MAX_DAYS + " days before to");
        return range;
    }

    /** The cursor, where it belongs to this grouping. */
    private static <T> Optional<T> cursor(
            Query query, Grouping by, Grouping grouping, Function<String, Optional<T>> parser) {
        return by == grouping ? ReportQuery.cursor(query, parser) : Optional.empty();
    }

    private static <T extends Tabular> HttpResponse<?> answer(
            GatewayRequest request, ReportPage<T> page, List<String> columns) {
        return ReportAnswer.of(request, PATH, page, columns, UsageReportView::of);
    }
}
