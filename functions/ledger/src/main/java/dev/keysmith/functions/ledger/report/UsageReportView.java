package dev.keysmith.functions.ledger.report;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the report of usage on the wire.
 *
 * @param rows each a {@link Day}, a {@link Key} or an {@link Owner}
 * @param nextCursor where the next page begins; null at the end
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record UsageReportView(List<?> rows, @Nullable String nextCursor) {

    static UsageReportView of(ReportPage<?> page) {
        return new UsageReportView(page.items(), page.next().orElse(null));
    }

    /** The calls of a day. */
    @Serdeable.Serializable
    record Day(LocalDate day, long calls) implements Tabular {

        static final List<String> COLUMNS = List.of("day", "calls");

        static Day of(CallsOfDay row) {
            return new Day(row.day(), row.calls());
        }

        @Override
        public Csv.Row row() {
            return new Csv.Row().own(day).own(calls);
        }
    }

    /**
     * The calls of a key.
     *
     * @param owner null while the ledger has not seen its issue
     * @param name the same
     */
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    record Key(
            String keyId, @Nullable String owner, @Nullable String name, long calls) implements Tabular {

        static final List<String> COLUMNS = List.of("key_id", "owner", "name", "calls");

        static Key of(CallsOfKey row) {
            return new Key(row.keyId(), row.owner(), row.name(), row.calls());
        }

        @Override
        public Csv.Row row() {
            return new Csv.Row().text(keyId).text(owner).text(name).own(calls);
        }
    }

    /** The calls of an owner's keys. */
    @Serdeable.Serializable
    record Owner(String owner, long calls) implements Tabular {

        static final List<String> COLUMNS = List.of("owner", "calls");

        static Owner of(CallsOfOwner row) {
            return new Owner(row.owner(), row.calls());
        }

        @Override
        public Csv.Row row() {
            return new Csv.Row().text(owner).own(calls);
        }
    }
}
