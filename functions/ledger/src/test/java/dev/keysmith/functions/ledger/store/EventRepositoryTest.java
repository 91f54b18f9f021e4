package dev.keysmith.functions.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.functions.ledger.chain.EventSealer;
import dev.keysmith.functions.ledger.event.EventAction;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import dev.keysmith.functions.ledger.testing.TestLedger;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventRepositoryTest {

    private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123Z");

    @Test
    void eventReadsBackAsItWasWritten() {
        try (TestLedger ledger = new TestLedger()) {
            EventRepository events = ledger.get(EventRepository.class);
            EventSealer sealer = ledger.get(EventSealer.class);
            LedgerEvent event = new LedgerEvent(
                    new KeyId("0123456789abcdef"),
                    new EventPosition(AT, 0, 1, EventPosition.Step.CHANGE),
                    EventAction.ISSUED,
                    new Owner("acme"),
                    "deployment",
                    Optional.empty(),
                    new RequestOrigin("r", "192.0.2.1"),
                    Optional.of("Zoë's ☃"),
                    AT,
                    "{\"name\": {\"after\":   \"x\"}}");
            byte[] seal = sealer.seal(event, sealer.activeKey());
            byte[] link = sealer.link(Optional.empty(), 0, seal, sealer.activeKey());

            events.insert(EventRow.of(event, sealer.activeKey(), seal, link));

            EventRow row = events.findAtVersion(event.keyId().value(), AT, 1).getFirst();
            assertThat(row.event()).isEqualTo(event);
            assertThat(EventSealer.areEqual(row.seal(), seal)).isTrue();
        }
    }
}
