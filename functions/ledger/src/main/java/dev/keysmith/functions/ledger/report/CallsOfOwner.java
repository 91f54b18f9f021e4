package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** The charged calls of an owner's keys. */
@MappedEntity("usage_day")
record CallsOfOwner(@Id String owner, long calls) {}
