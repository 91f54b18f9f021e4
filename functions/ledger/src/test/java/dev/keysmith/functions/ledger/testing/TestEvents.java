package dev.keysmith.functions.ledger.testing;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.functions.ledger.event.EventAction;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.EventPosition.Step;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import java.time.Instant;
import java.util.Optional;

/** Events that no stream told of. */
public final class TestEvents {

    public static final Instant CREATED = Instant.parse("2026-11-01T12:00:00.123Z");

    private TestEvents() {}

    /** The 16 digits of a key id that stands for this number. */
    public static String key(int number) {
        return "%016d".formatted(number);
    }

    /** A change of a key: its issue for version 1, an update for others. */
    public static LedgerEvent change(int key, long version) {
        return event(key, version, Step.CHANGE, version == 1 ? EventAction.ISSUED : EventAction.UPDATED);
    }

    /** What happened to a key. */
    public static LedgerEvent event(int key, long version, Step step, EventAction action) {
        Owner owner = new Owner("acme");
        return new LedgerEvent(
                new KeyId(key(key)),
                new EventPosition(CREATED, 0, version, step),
                action,
                owner,
                key(9),
                Optional.of(owner),
                new RequestOrigin("request-" + key + "-" + version, "192.0.2.1"),
                Optional.of("because of " + version),
                CREATED.plusSeconds(version),
                "{\"name\":{\"after\":\"name %d\"}}".formatted(version));
    }
}
