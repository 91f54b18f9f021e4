package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.error.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a database that is out of reach, or not awake yet, from a statement that failed for another reason. */
public final class Outage {

    private static final String CONNECTION_CLASS = "08";

    /** Shut down, crashed, starting up, and no connection left. */
    private static final Set<String> STATES = Set.of("57P01", "57P02", "57P03", "53300");

    private Outage() {}

    /**
     * What this work gives.
     *
     * @throws UnavailableException where the database is out of reach; whatever else the work throws is passed on
     */
    public static <T> T guard(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw new UnavailableException("the database is out of reach", e);
            }
            throw e;
        }
    }

    private static boolean isOutage(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(SQLException failure) {
        // The first is the pool's: it waited for a connection in vain.
        return failure instanceof SQLTransientConnectionException
                || (failure.getSQLState() != null
                        && (failure.getSQLState().startsWith(CONNECTION_CLASS)
                                || STATES.contains(failure.getSQLState())));
    }
}
