package dev.keysmith.functions.ledger.report;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Days in UTC.
 *
 * @param from the first
 * @param to the last
 */
record DayRange(LocalDate from, LocalDate to) {

    /** How many days it has; none or fewer where it ends before it begins. */
    long days() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }
}
