package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.functions.api.query.Query;
import dev.keysmith.functions.ledger.event.EventAction;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The filters of events in a query. */
final class EventFilterQuery {

    static final Set<String> PARAMETERS = Set.of("action", "actor", "from", "to");

    private static final String DEPLOYMENT = "deployment";

    private final Optional<EventAction> action;
    private final Optional<String> actor;
    private final Instant from;
    private final Instant to;

    EventFilterQuery(Query query) {
        action = query.find("action", EventFilterQuery::parseAction, "must be an action of events");
        actor = query.find("actor", EventFilterQuery::parseActor, "must be a key id or deployment");
        from = ReportQuery.time(query, "from").orElse(Instant.EPOCH);
        to = ReportQuery.time(query, "to").orElse(EventPlace.END.at());
        query.require(!from.isAfter(to), "from", "must not be later than to");
    }

    EventFilter filter(Whose whose) {
        return new EventFilter(whose, action, actor, from, to);
    }

    private static Optional<EventAction> parseAction(String text) {
        try {
            return Optional.of(EventAction.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> parseActor(String text) {
        return Optional.of(text)
                .filter(actor -> actor.equals(DEPLOYMENT) || KeyId.parse(actor).isPresent());
    }
}
