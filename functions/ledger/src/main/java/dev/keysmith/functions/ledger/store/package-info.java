/** The ledger's tables, written and read by Micronaut Data. */
@NullMarked
package dev.keysmith.functions.ledger.store;

import org.jspecify.annotations.NullMarked;
