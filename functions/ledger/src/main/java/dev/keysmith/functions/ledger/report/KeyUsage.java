package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.LocalDate;
import java.util.List;

/** Reads usage by key, in the order of key ids. Keys that were not used in the range are left out. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface KeyUsage extends GenericRepository<CallsOfKey, String> {

    // One key after the other, until the page is full: a join would sum up all keys first.
    String SUM = """
            SELECT k.key_id, k.owner, k.name, s.calls
            FROM api_key k CROSS JOIN LATERAL (
                SELECT CAST(SUM(u.calls) AS bigint) AS calls FROM usage_day u
                WHERE u.key_id = k.key_id AND u.day BETWEEN :from AND :to""";
    String KEYS = """
            ) s
            WHERE s.calls > 0 AND k.key_id > :after""";
    String IN_ORDER = " ORDER BY k.key_id LIMIT :limit";

    /** Everybody's. */
    @Query(SUM + KEYS + IN_ORDER)
    List<CallsOfKey> find(LocalDate from, LocalDate to, String after, int limit);

    /** An owner's. What a key was used for while it was another owner's is not counted. */
    @Query(SUM + " AND u.owner = :owner" + KEYS + " AND k.owner = :owner" + IN_ORDER)
    List<CallsOfKey> findOfOwner(String owner, LocalDate from, LocalDate to, String after, int limit);
}
