package dev.keysmith.functions.ledger.usage;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.meter.dynamodb.MeterImage;
import dev.keysmith.functions.ledger.stream.MalformedRecordException;
import dev.keysmith.functions.ledger.stream.StreamRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a record of the state table's stream says of a key's meter.
 *
 * @param keyId the key
 * @param day the day of the change, UTC
 * @param sequence the record's place in the stream
 * @param before the charged calls before
 * @param after the charged calls after; fewer where calls were given back
 * @param lastUsedAt the key's last use
 * @param isNew whether the meter was made by this change
 */
record MeterReading(
        KeyId keyId, LocalDate day, BigDecimal sequence, long before, long after, Instant lastUsedAt, boolean isNew) {

    /** Reads a record; empty for one of anything else than a key's meter, and for the removal of one. */
    static Optional<MeterReading> find(StreamRecord record) throws MalformedRecordException {
        if (record.type() == StreamRecord.Type.REMOVE) {
            return Optional.empty();
        }
        try {
            Optional<MeterImage> after = MeterImage.find(record.after());
            return after.isEmpty() ? Optional.empty() : Optional.of(of(record, after.get(), before(record.before())));
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("the image of the meter is not in order");
        }
    }

    private static MeterReading of(StreamRecord record, MeterImage after, long before) {
        return new MeterReading(
                after.keyId(),
                record.at().atZone(ZoneOffset.UTC).toLocalDate(),
                new BigDecimal(record.sequenceNumber()),
                before,
                after.charged(),
                after.lastUsedAt(),
                record.type() == StreamRecord.Type.INSERT);
    }

    private static long before(Map<String, AttributeValue> item) {
        return item.isEmpty()
                ? 0
                : MeterImage.find(item)
                        .orElseThrow(() -> new IllegalArgumentException("no meter"))
                        .charged();
    }
}
