/** The ledger's PostgreSQL: how it is reached, and its tables. */
@NullMarked
package dev.keysmith.functions.ledger.database;

import org.jspecify.annotations.NullMarked;
