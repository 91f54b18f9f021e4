package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events, newest first, before a place. A filter that is null lets everything pass; its condition is then no part of the plan,
 * see {@link PlansByValue}.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventReports extends GenericRepository<ReportedEvent, String> {

    String COLUMNS = """
            SELECT key_id, created_at, epoch, version, step, action, owner, actor, actor_owner, source_ip, request_id, reason, at,
                changes
            FROM event
            """;
    String FILTERS = """
            AND (CAST(:owner AS text) IS NULL OR owner = :owner)
            AND (CAST(:actor AS text) IS NULL OR actor = :actor)
            AND (CAST(:action AS text) IS NULL OR action = :action)
            """;

    /** In the order of their times. */
    @Query(COLUMNS + """
            WHERE at >= :from
            AND (at, key_id, created_at, epoch, version, step) < (:at, :keyId, :createdAt, :epoch, :version, :step)
            """ + FILTERS + """
            ORDER BY at DESC, key_id DESC, created_at DESC, epoch DESC, version DESC, step DESC LIMIT :limit""")
    List<ReportedEvent> find(
            @Nullable String owner,
            @Nullable String actor,
            @Nullable String action,
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
            WHERE key_id = :keyId AND (created_at, epoch, version, step) < (:createdAt, :epoch, :version, :step)
            AND at >= :from AND at < :to
            """ + FILTERS + """
            ORDER BY created_at DESC, epoch DESC, version DESC, step DESC LIMIT :limit""")
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
