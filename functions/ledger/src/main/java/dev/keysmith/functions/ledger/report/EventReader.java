package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.functions.ledger.database.Outage;
import dev.keysmith.functions.ledger.event.EventAction;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads events a page at a time. Every method throws core's UnavailableException where the database is out of reach. */
@Singleton
final class EventReader {

    private static final Instant ALWAYS = Instant.EPOCH;

    private final EventReports events;

    EventReader(EventReports events) {
        this.events = events;
    }

    /** Events, newest first. */
    ReportPage<ReportedEvent> list(EventFilter filter, int limit, Optional<EventPlace> after) {
        EventPlace end = EventPlace.before(filter.to());
        // The end of the range is a place like a cursor: the earlier one counts.
        EventPlace before =
                after.filter(place -> place.at().isBefore(filter.to())).orElse(end);
        return page(Outage.guard(() -> find(filter, before, limit + 1)), limit);
    }

    /** A key's events, those of its newest position first; empty where there is none at all that may be seen. */
    Optional<ReportPage<ReportedEvent>> listOfKey(
            KeyId keyId, EventFilter filter, int limit, Optional<EventPlace> after) {
        List<ReportedEvent> found =
                Outage.guard(() -> findOfKey(keyId, filter, after.orElse(EventPlace.END), limit + 1));
        if (found.isEmpty() && !exists(keyId, filter.whose())) {
            return Optional.empty();
        }
        return Optional.of(page(found, limit));
    }

    private static ReportPage<ReportedEvent> page(List<ReportedEvent> found, int limit) {
        return ReportPage.of(found, limit, event -> EventPlace.of(event).toText());
    }

    private List<ReportedEvent> find(EventFilter filter, EventPlace before, int limit) {
        return events.find(
                filter.whose().ownerOrNull(),
                filter.actor().orElse(null),
                filter.action().map(EventAction::wireName).orElse(null),
                filter.from(),
                before.at(),
                before.keyId(),
                before.createdAt(),
                before.epoch(),
                before.version(),
                before.step(),
                limit);
    }

    private List<ReportedEvent> findOfKey(KeyId keyId, EventFilter filter, EventPlace before, int limit) {
        return events.findOfKey(
                keyId.value(),
                filter.whose().ownerOrNull(),
                filter.actor().orElse(null),
                filter.action().map(EventAction::wireName).orElse(null),
                filter.from(),
                filter.to(),
                before.createdAt(),
                before.epoch(),
                before.version(),
                before.step(),
                limit);
    }

    private boolean exists(KeyId keyId, Whose whose) {
        EventFilter all = new EventFilter(whose, Optional.empty(), Optional.empty(), ALWAYS, EventPlace.END.at());
        return !Outage.guard(() -> findOfKey(keyId, all, EventPlace.END, 1)).isEmpty();
    }
}
