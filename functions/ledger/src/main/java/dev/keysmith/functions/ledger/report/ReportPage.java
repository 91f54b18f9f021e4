package dev.keysmith.functions.ledger.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a report.
 *
 * @param items what it holds
 * @param next the cursor of the next page; empty at the end
 */
record ReportPage<T>(List<T> items, Optional<String> next) {

    ReportPage {
        items = List.copyOf(items);
    }

    /** The page of rows of which one more was asked for than it may hold. */
    static <T> ReportPage<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new ReportPage<>(rows, Optional.empty());
        }
        return new ReportPage<>(rows.subList(0, limit), Optional.of(cursor.apply(rows.get(limit - 1))));
    }

    /** The page with each item as it is shown. */
    <V> ReportPage<V> map(Function<T, V> view) {
        return new ReportPage<>(items.stream().map(view).toList(), next);
    }
}
