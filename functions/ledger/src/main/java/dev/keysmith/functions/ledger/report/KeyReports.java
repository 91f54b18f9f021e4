package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads keys that need attention, after a place. An owner that is null stands for everyone, see {@link PlansByValue}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface KeyReports extends GenericRepository<ReportedKey, String> {

    // The status is no parameter: the indexes are of active keys only.
    String ACTIVE = """
            SELECT key_id, name, owner, role, environment, created_at, expires_at, last_used_at, idle_since, total
            FROM api_key
            WHERE status = 'active' AND expires_at > :now AND (CAST(:owner AS text) IS NULL OR owner = :owner)
            """;

    /** Keys that expire until then, soonest first. */
    @Query(ACTIVE + """
            AND expires_at <= :until AND (expires_at, key_id) > (:time, :keyId)
            ORDER BY expires_at, key_id LIMIT :limit""")
    List<ReportedKey> findExpiring(
            @Nullable String owner, Instant now, Instant until, Instant time, String keyId, int limit);

    /** Keys that were neither issued nor used since then, longest idle first. */
    @Query(ACTIVE + """
            AND idle_since <= :since AND (idle_since, key_id) > (:time, :keyId)
            ORDER BY idle_since, key_id LIMIT :limit""")
    List<ReportedKey> findUnused(
            @Nullable String owner, Instant now, Instant since, Instant time, String keyId, int limit);
}
