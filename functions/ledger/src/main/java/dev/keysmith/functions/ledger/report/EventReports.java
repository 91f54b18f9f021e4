package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events, newest first, before a place. Which query serves which filter follows from the indexes: each reads one of them in
 * its order, under a generic plan, too. A filter that is null lets everything pass.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventReports extends GenericRepository<ReportedEvent, String> {

    String COLUMNS = """
            SELECT key_id, created_at, epoch, version, step, action, owner, actor, actor_owner, source_ip, request_id, reason, at,
                changes
            FROM event
            """;
    String BEFORE = """
            WHERE at >= :from
                AND (at, key_id, created_at, epoch, version, step) < (:at, :keyId, :createdAt, :epoch, :version, :step)
            """;
    String NEWEST_FIRST =
            " ORDER BY at DESC, key_id DESC, created_at DESC, epoch DESC, version DESC, step DESC LIMIT :limit";
    String IF_OWNER = " AND owner = COALESCE(CAST(:owner AS text), owner)";
    String IF_ACTOR = " AND actor = COALESCE(CAST(:actor AS text), actor)";
    String IF_ACTION = " AND action = COALESCE(CAST(:action AS text), action)";

    /** Everybody's. */
    @Query(COLUMNS + BEFORE + NEWEST_FIRST)
    List<ReportedEvent> find(
            Instant from, Instant at, String keyId, Instant createdAt, int epoch, long version, int step, int limit);

    /** An owner's. */
    @Query(COLUMNS + BEFORE + " AND owner = :owner" + NEWEST_FIRST)
    List<ReportedEvent> findOfOwner(
            String owner,
            Instant from,
            Instant at,
            String keyId,
            Instant createdAt,
            int epoch,
            long version,
            int step,
            int limit);

    /** Those of an action. */
    @Query(COLUMNS + BEFORE + " AND action = :action" + IF_OWNER + NEWEST_FIRST)
    List<ReportedEvent> findOfAction(
            String action,
            @Nullable String owner,
            Instant from,
            Instant at,
            String keyId,
            Instant createdAt,
            int epoch,
            long version,
            int step,
            int limit);

    /** Those of an actor. */
    @Query(COLUMNS + BEFORE + " AND actor = :actor" + IF_ACTION + IF_OWNER + NEWEST_FIRST)
    List<ReportedEvent> findOfActor(
            String actor,
            @Nullable String action,
            @Nullable String owner,
            Instant from,
            Instant at,
            String keyId,
            Instant createdAt,
            int epoch,
            long version,
            int step,
            int limit);

    /** A key's, in the order of their positions. */
    @Query(COLUMNS + """
            WHERE key_id = :keyId
                AND (created_at, epoch, version, step) < (:createdAt, :epoch, :version, :step)
                AND at >= :from AND at < :to
            """ + IF_OWNER + IF_ACTOR + IF_ACTION
            + " ORDER BY created_at DESC, epoch DESC, version DESC, step DESC LIMIT :limit")
    List<ReportedEvent> findOfKey(
            String keyId,
            @Nullable String owner,
            @Nullable String actor,
            @Nullable String action,
            Instant from,
            Instant to,
            Instant createdAt,
            int epoch,
            long version,
            int step,
            int limit);
}
