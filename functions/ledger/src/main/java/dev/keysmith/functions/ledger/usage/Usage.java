package dev.keysmith.functions.ledger.usage;

import dev.keysmith.functions.ledger.stream.MalformedRecordException;
import dev.keysmith.functions.ledger.stream.StreamRecord;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Keeps the usage in step with the meters, within the caller's transaction. */
@Singleton
public final class Usage {

    private final UsageRepository days;

    Usage(UsageRepository days) {
        this.days = days;
    }

    /** Takes over what a record of the state table says. What is no key's meter is none of ours. */
    public void apply(StreamRecord record) throws MalformedRecordException {
        Optional<MeterReading> found = MeterReading.find(record);
        if (found.isEmpty()) {
            return;
        }
        MeterReading reading = found.get();
        String keyId = reading.keyId().value();
        days.recordTotal(keyId, reading.after(), reading.lastUsedAt(), reading.sequence());
        UsageSegment segment = UsageSegment.of(reading, days.findOwner(keyId).orElse(null));
        if (reading.isNew()) {
            days.begin(segment);
        }
        days.extend(segment);
    }
}
