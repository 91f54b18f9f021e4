package dev.keysmith.functions.ledger.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** The events. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface EventRepository extends GenericRepository<EventRow, String> {

    /** Stores an event where there is none. */
    @Query("""
            INSERT INTO event (key_id, created_at, epoch, version, step, action, owner, actor, actor_owner, source_ip, request_id,
                reason, at, changes, hmac_key, seal, link)
            VALUES (:keyId, :createdAt, :epoch, :version, :step, :action, :owner, :actor, :actorOwner, :sourceIp, :requestId,
                :reason, :at, CAST(:changes AS json), :hmacKey, :seal, :link)""")
    void insert(EventRow event);

    /** Events of a key at this version of this life, of whatever epoch and step, in order. */
    @Query("""
            SELECT * FROM event WHERE key_id = :keyId AND created_at = :createdAt AND version = :version
            ORDER BY epoch, step""")
    List<EventRow> findAtVersion(String keyId, Instant createdAt, long version);

    /** Events of a key that wait for one before them, in order. */
    @Query("""
            SELECT * FROM event WHERE key_id = :keyId AND link IS NULL
            ORDER BY created_at, epoch, version, step""")
    List<EventRow> findPending(String keyId);

    /** Links an event that has no link yet. */
    @Query("""
            UPDATE event SET link = :link
            WHERE key_id = :keyId AND created_at = :createdAt AND epoch = :epoch AND version = :version AND step = :step""")
    void updateLink(EventRow event);
}
