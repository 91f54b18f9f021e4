package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.access.Owner;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.query.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the queries of reports have in common: {@code limit}, {@code cursor}, and the forms of owners and times. */
final class ReportQuery {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;
    private static final Pattern UTC = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private ReportQuery() {}

    /** The query of a request that takes these parameters besides. */
    static Query of(GatewayRequest request, Set<String> parameters) {
        Set<String> all = new HashSet<>(parameters);
        all.add("limit");
        all.add("cursor");
        return Query.of(request, all);
    }

    static int limit(Query query) {
        return query.number("limit", DEFAULT_LIMIT, MAX_LIMIT);
    }

    static <T> Optional<T> cursor(Query query, Function<String, Optional<T>> parser) {
        return query.find("cursor", parser, "must be a next_cursor that an earlier page answered");
    }

    static Optional<Owner> owner(Query query) {
        return query.find("owner", Owner::parse, "must be an owner");
    }

    static Optional<Instant> time(Query query, String name) {
        return query.find(
                name,
                text -> parse(UTC, text, Instant::parse),
                "must be a time in UTC (RFC 3339), such as 2030-01-31T12:00:00Z");
    }

    static Optional<LocalDate> day(Query query, String name) {
        return query.find(name, ReportQuery::parseDay, "must be a day in UTC from 1970 on, such as 2030-01-31");
    }

    /** The day of this text, or empty where it has another form or is before 1970. */
    static Optional<LocalDate> parseDay(String text) {
        return parse(DAY, text, LocalDate::parse).filter(day -> !day.isBefore(LocalDate.EPOCH));
    }

    private static <T> Optional<T> parse(Pattern form, String text, Function<String, T> parser) {
        if (!form.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeException e) {
            // Such as the 30th of February.
            return Optional.empty();
        }
    }
}
