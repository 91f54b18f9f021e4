/** The ledger: every change of a key in PostgreSQL, and the reports of it. */
@NullMarked
package dev.keysmith.functions.ledger;

import org.jspecify.annotations.NullMarked;
