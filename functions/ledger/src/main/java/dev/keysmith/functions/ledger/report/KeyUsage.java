package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads usage by key, in the order of key ids. Keys that were not used in the range are left out. An owner that is null stands for
 * everyone, see {@link PlansByValue}.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface KeyUsage extends GenericRepository<CallsOfKey, String> {

    // One key after the other, until the page is full: a join would sum up all keys first. What a key was used for
    // while it was another
    // owner's is not counted.
    /** The keys after a place. */
    @Query("""
            SELECT k.key_id, k.owner, k.name, s.calls
            FROM api_key k CROSS JOIN LATERAL (
                SELECT CAST(SUM(u.calls) AS bigint) AS calls FROM usage_day u
                WHERE u.key_id = k.key_id AND u.day BETWEEN :from AND :to
                AND (CAST(:owner AS text) IS NULL OR u.owner = :owner)
            ) s
            WHERE s.calls > 0 AND k.key_id > :after AND (CAST(:owner AS text) IS NULL OR k.owner = :owner)
            ORDER BY k.key_id LIMIT :limit""")
    List<CallsOfKey> find(@Nullable String owner, LocalDate from, LocalDate to, String after, int limit);
}
