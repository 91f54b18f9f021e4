package dev.keysmith.functions.ledger.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as the database keeps them: in microseconds since 1970. A cursor with less would show a row twice. */
final class Micros {

    private static final long LAST = of(Instant.parse("9999-12-31T23:59:59Z"));

    private Micros() {}

    static long of(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** The time of at most 18 digits; empty beyond the year 9999. */
    static Optional<Instant> parse(String digits) {
        return Optional.of(Long.parseLong(digits))
                .filter(micros -> micros <= LAST)
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
