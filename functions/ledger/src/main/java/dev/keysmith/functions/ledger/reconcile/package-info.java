/** The ledger is brought to what the table of keys says. */
@NullMarked
package dev.keysmith.functions.ledger.reconcile;

import org.jspecify.annotations.NullMarked;
