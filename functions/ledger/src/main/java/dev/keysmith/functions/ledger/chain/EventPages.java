package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.store.EventRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All events, in the order of key id and position. A page's size is told: not knowing it, the database may sort everything for each page. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface EventPages extends GenericRepository<EventRow, String> {

    /** The first page. */
    @Query("""
            SELECT * FROM event
            ORDER BY key_id, created_at, epoch, version, step LIMIT 1000""")
    List<EventRow> first();

    /** The page after an event. */
    @Query("""
            SELECT * FROM event
            WHERE (key_id, created_at, epoch, version, step) > (:keyId, :createdAt, :epoch, :version, :step)
            ORDER BY key_id, created_at, epoch, version, step LIMIT 1000""")
    List<EventRow> after(String keyId, Instant createdAt, int epoch, long version, int step);

    /** The event of a key that comes after another. */
    @Query("""
            SELECT * FROM event
            WHERE key_id = :keyId AND (created_at, epoch, version, step) > (:createdAt, :epoch, :version, :step)
            ORDER BY created_at, epoch, version, step LIMIT 1""")
    Optional<EventRow> findNext(String keyId, Instant createdAt, int epoch, long version, int step);

    /** How many events of a key are linked. */
    @Query("SELECT count(*) FROM event WHERE key_id = :keyId AND link IS NOT NULL")
    long countLinked(String keyId);
}
