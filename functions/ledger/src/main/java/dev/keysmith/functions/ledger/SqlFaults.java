package dev.keysmith.functions.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is wrong with what was to be stored from what is wrong with the database.
 *
 * @see <a href="https://www.postgresql.org/docs/17/errcodes-appendix.html">PostgreSQL's error codes</a>
 */
final class SqlFaults {

    /** Data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> OWN_FAULT = Set.of("22", "23", "54");

    private static final int CLASS_LENGTH = 2;

    private SqlFaults() {}

    /** The SQLSTATE of a failure that the data is to blame for; empty for any other. */
    static Optional<String> findOwnFault(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.ofNullable(sql.getSQLState())
                        .filter(state -> state.length() > CLASS_LENGTH)
                        .filter(state -> OWN_FAULT.contains(state.substring(0, CLASS_LENGTH)));
            }
        }
        return Optional.empty();
    }
}
