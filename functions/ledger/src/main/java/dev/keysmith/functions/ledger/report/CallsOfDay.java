package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDate;

/**
 * The charged calls of a day.
 *
 * @param day the day, in UTC
 */
@MappedEntity("usage_day")
record CallsOfDay(@Id LocalDate day, long calls) {}
