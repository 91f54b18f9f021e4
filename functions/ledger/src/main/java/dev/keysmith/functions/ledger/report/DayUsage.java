package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.LocalDate;
import java.util.List;

/** Reads usage by day, newest first. Each day is summed by itself, from the index, and a day without calls has none. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DayUsage extends GenericRepository<CallsOfDay, LocalDate> {

    String SUM = """
            SELECT CAST(d.day AS date) AS day, CAST(COALESCE((
                SELECT SUM(u.calls) FROM usage_day u WHERE u.day = CAST(d.day AS date)""";
    String DAYS = """
            ), 0) AS bigint) AS calls
            FROM generate_series(CAST(:newest AS timestamp), CAST(:oldest AS timestamp), INTERVAL '-1 day') AS d(day)
            ORDER BY d.day DESC""";

    /** Everybody's. */
    @Query(SUM + DAYS)
    List<CallsOfDay> find(LocalDate newest, LocalDate oldest);

    /** An owner's. */
    @Query(SUM + " AND u.owner = :owner" + DAYS)
    List<CallsOfDay> findOfOwner(String owner, LocalDate newest, LocalDate oldest);
}
