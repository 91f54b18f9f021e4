package dev.keysmith.functions.ledger.usage;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Calls per key and day, and per key in all. Repeated and reordered readings end in the same rows. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface UsageRepository extends GenericRepository<UsageSegment, String> {

    /** Notes a key's calls in all; the row is locked until the transaction ends, so that its owner comes before or after, never between. */
    @Query("""
            INSERT INTO api_key (key_id, total, last_used_at, meter_sequence, idle_since)
            VALUES (:keyId, :total, :lastUsedAt, :sequence, :lastUsedAt)
            ON CONFLICT (key_id) DO UPDATE SET
                total = CASE WHEN EXCLUDED.meter_sequence > api_key.meter_sequence THEN EXCLUDED.total ELSE api_key.total END,
                last_used_at = GREATEST(api_key.last_used_at, EXCLUDED.last_used_at),
                idle_since = GREATEST(api_key.idle_since, EXCLUDED.last_used_at),
                meter_sequence = GREATEST(api_key.meter_sequence, EXCLUDED.meter_sequence)""")
    void recordTotal(String keyId, long total, Instant lastUsedAt, BigDecimal sequence);

    /** Whose key it is; empty where its first event is not in yet. */
    @Query("SELECT owner FROM api_key WHERE key_id = :keyId")
    Optional<String> findOwner(String keyId);

    /** Extends a day's readings by these. Those of a meter that was removed meanwhile are counted already. */
    @Query("""
            INSERT INTO usage_day (key_id, day, owner, first_sequence, first_reading, last_sequence, last_reading)
            VALUES (:keyId, :day, :owner, :firstSequence, :firstReading, :lastSequence, :lastReading)
            ON CONFLICT (key_id, day) DO UPDATE SET
                first_reading = CASE WHEN EXCLUDED.first_sequence < usage_day.first_sequence
                    THEN EXCLUDED.first_reading ELSE usage_day.first_reading END,
                first_sequence = LEAST(usage_day.first_sequence, EXCLUDED.first_sequence),
                last_reading = CASE WHEN EXCLUDED.last_sequence > usage_day.last_sequence
                    THEN EXCLUDED.last_reading ELSE usage_day.last_reading END,
                last_sequence = GREATEST(usage_day.last_sequence, EXCLUDED.last_sequence)
            WHERE usage_day.settled = 0 OR EXCLUDED.last_sequence > usage_day.first_sequence""")
    void extend(UsageSegment segment);

    /** Settles a day's readings where these are later ones of a new meter, and begins anew with them. */
    @Query("""
            UPDATE usage_day SET settled = settled + last_reading - first_reading,
                first_sequence = :firstSequence, first_reading = :firstReading,
                last_sequence = :lastSequence, last_reading = :lastReading
            WHERE key_id = :keyId AND day = :day AND last_sequence < :firstSequence""")
    void begin(UsageSegment segment);
}
