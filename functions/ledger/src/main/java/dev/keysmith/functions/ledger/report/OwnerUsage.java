package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.LocalDate;
import java.util.List;

/** Reads usage by owner, in the order of their names; an owner without calls in the range has none. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface OwnerUsage extends GenericRepository<CallsOfOwner, String> {

    /** Everybody's. It steps from owner to owner in the index, as many as there are on a page, and sums up these only. */
    @Query("""
            WITH RECURSIVE page(owner, place) AS (
                (SELECT u.owner, 1 FROM usage_day u WHERE u.owner > :after ORDER BY u.owner LIMIT 1)
                UNION ALL
                SELECT (SELECT u.owner FROM usage_day u WHERE u.owner > page.owner ORDER BY u.owner LIMIT 1), page.place + 1
                FROM page WHERE page.owner IS NOT NULL AND page.place < :limit
            )
            SELECT page.owner, CAST(COALESCE((
                SELECT SUM(u.calls) FROM usage_day u WHERE u.owner = page.owner AND u.day BETWEEN :from AND :to
            ), 0) AS bigint) AS calls
            FROM page WHERE page.owner IS NOT NULL ORDER BY page.owner""")
    List<CallsOfOwner> find(LocalDate from, LocalDate to, String after, int limit);

    /** One owner's; nothing where it is not after that place. */
    @Query("""
            SELECT u.owner, CAST(SUM(u.calls) AS bigint) AS calls FROM usage_day u
            WHERE u.owner = :owner AND u.owner > :after AND u.day BETWEEN :from AND :to
            GROUP BY u.owner""")
    List<CallsOfOwner> findOfOwner(String owner, LocalDate from, LocalDate to, String after);
}
