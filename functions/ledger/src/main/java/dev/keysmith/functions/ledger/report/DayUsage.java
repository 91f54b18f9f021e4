package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads usage by day, newest first. Each day is summed by itself, from the index, and a day without calls has none. An owner that is null
 * stands for everyone, see {@link PlansByValue}.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DayUsage extends GenericRepository<CallsOfDay, LocalDate> {

    /** The days of a range. */
    @Query("""
            SELECT CAST(d.day AS date) AS day, CAST(COALESCE((
                SELECT SUM(u.calls) FROM usage_day u
                WHERE u.day = CAST(d.day AS date) AND (CAST(:owner AS text) IS NULL OR u.owner = :owner)
            ), 0) AS bigint) AS calls
            FROM generate_series(CAST(:newest AS timestamp), CAST(:oldest AS timestamp), INTERVAL '-1 day') AS d(day)
            ORDER BY d.day DESC""")
    List<CallsOfDay> find(@Nullable String owner, LocalDate newest, LocalDate oldest);
}
