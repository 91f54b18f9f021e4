package dev.keysmith.functions.ledger.report;

import dev.keysmith.functions.ledger.event.EventAction;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events are asked for.
 *
 * @param whose whose keys' events
 * @param action only this
 * @param actor only what this actor did: a key id, or {@code deployment}
 * @param from not earlier
 * @param to earlier only
 */
record EventFilter(Whose whose, Optional<EventAction> action, Optional<String> actor, Instant from, Instant to) {}
