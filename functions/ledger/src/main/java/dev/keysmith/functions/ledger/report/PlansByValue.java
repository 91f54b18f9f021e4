package dev.keysmith.functions.ledger.report;

import dev.keysmith.functions.ledger.database.ConnectionTuning;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import org.postgresql.ds.common.BaseDataSource;

/**
 * Has PostgreSQL plan each query for its values. Which index serves a report depends on which filters it has, and on how much they leave;
 * a plan for all values, as PostgreSQL makes it for statements that are prepared once, sorts what a large owner has.
 *
 * @see <a href="https://www.postgresql.org/docs/17/sql-prepare.html">Notes on generic and custom plans</a>
 */
@Singleton
@Requires(env = Environment.FUNCTION) // Not for what the streams' function writes.
final class PlansByValue implements ConnectionTuning {

    private static final int NEVER = 0;

    @Override
    public void tune(BaseDataSource connections) {
        connections.setPrepareThreshold(NEVER);
    }
}
