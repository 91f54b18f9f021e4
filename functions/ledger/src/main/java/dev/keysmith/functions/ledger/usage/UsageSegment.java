package dev.keysmith.functions.ledger.usage;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive readings of a key's meter on one day, as a row of the table {@code usage_day}.
 *
 * @param owner null where the key's first event is not in yet
 * @param firstSequence the stream's number of the first reading
 * @param firstReading the charged calls before it
 * @param lastSequence the stream's number of the last reading
 * @param lastReading the charged calls after it
 */
@MappedEntity("usage_day")
record UsageSegment(
        @Id String keyId,
        LocalDate day,
        @Nullable String owner,
        BigDecimal firstSequence,
        long firstReading,
        BigDecimal lastSequence,
        long lastReading) {

    static UsageSegment of(MeterReading reading, @Nullable String owner) {
        return new UsageSegment(
                reading.keyId().value(),
                reading.day(),
                owner,
                reading.sequence(),
                reading.before(),
                reading.sequence(),
                reading.after());
    }
}
