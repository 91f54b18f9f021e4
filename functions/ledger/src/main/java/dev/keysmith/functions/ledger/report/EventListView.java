package dev.keysmith.functions.ledger.report;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of events on the wire.
 *
 * @param nextCursor where the next page begins; null at the end
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record EventListView(List<EventView> events, @Nullable String nextCursor) {

    static EventListView of(ReportPage<EventView> page) {
        return new EventListView(page.items(), page.next().orElse(null));
    }
}
