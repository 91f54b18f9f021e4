package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Reads keys that need attention, after a place. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface KeyReports extends GenericRepository<ReportedKey, String> {

    // The status is no parameter: the indexes are of active keys only.
    String ACTIVE = """
            SELECT key_id, name, owner, role, environment, created_at, expires_at, last_used_at, idle_since, total
            FROM api_key
            WHERE status = 'active' AND expires_at > :now
            """;
    String EXPIRING = " AND expires_at <= :until AND (expires_at, key_id) > (:time, :keyId)";
    String SOONEST_FIRST = " ORDER BY expires_at, key_id LIMIT :limit";
    String UNUSED = " AND idle_since <= :since AND (idle_since, key_id) > (:time, :keyId)";
    String LONGEST_IDLE_FIRST = " ORDER BY idle_since, key_id LIMIT :limit";
    String OF_OWNER = " AND owner = :owner";

    /** Everybody's keys that expire until then, soonest first. */
    @Query(ACTIVE + EXPIRING + SOONEST_FIRST)
    List<ReportedKey> findExpiring(Instant now, Instant until, Instant time, String keyId, int limit);

    /** An owner's. */
    @Query(ACTIVE + EXPIRING + OF_OWNER + SOONEST_FIRST)
    List<ReportedKey> findExpiringOfOwner(
            String owner, Instant now, Instant until, Instant time, String keyId, int limit);

    /** Everybody's keys that were neither issued nor used since then, longest idle first. */
    @Query(ACTIVE + UNUSED + LONGEST_IDLE_FIRST)
    List<ReportedKey> findUnused(Instant now, Instant since, Instant time, String keyId, int limit);

    /** An owner's. */
    @Query(ACTIVE + UNUSED + OF_OWNER + LONGEST_IDLE_FIRST)
    List<ReportedKey> findUnusedOfOwner(
            String owner, Instant now, Instant since, Instant time, String keyId, int limit);
}
