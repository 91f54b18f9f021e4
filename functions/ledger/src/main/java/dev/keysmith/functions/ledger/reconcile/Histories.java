package dev.keysmith.functions.ledger.reconcile;

import dev.keysmith.functions.ledger.store.EventRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ends of keys' histories. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Histories extends GenericRepository<EventRow, String> {

    /** The last linked event of a key. */
    @Query("""
            SELECT * FROM event WHERE key_id = :keyId AND link IS NOT NULL
            ORDER BY created_at DESC, epoch DESC, version DESC, step DESC LIMIT 1""")
    Optional<EventRow> findLast(String keyId);

    /** The first event of a key that waits for another. */
    @Query("""
            SELECT * FROM event WHERE key_id = :keyId AND link IS NULL
            ORDER BY created_at, epoch, version, step LIMIT 1""")
    Optional<EventRow> findWaiting(String keyId);

    /** Keys whose history has no end yet, or has events that wait, in the order of their ids: a page of them. */
    @Query(value = """
            SELECT key_id FROM chain_head WHERE key_id > :after AND (pending > 0 OR step <> 2)
            ORDER BY key_id LIMIT 1000""", nativeQuery = true)
    List<String> findOpen(String after);

    /** Moves the waiting events of a life into another epoch; an epoch is not in their seals. */
    @Query(
            value =
                    "UPDATE event SET epoch = :epoch WHERE key_id = :keyId AND created_at = :createdAt AND link IS NULL",
            nativeQuery = true)
    void moveWaiting(String keyId, Instant createdAt, int epoch);
}
