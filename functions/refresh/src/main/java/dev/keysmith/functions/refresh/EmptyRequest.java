package dev.keysmith.functions.refresh;

import io.micronaut.core.annotation.Introspected;

/** A body that has nothing to say; it may be missing. */
@Introspected
record EmptyRequest() {}
