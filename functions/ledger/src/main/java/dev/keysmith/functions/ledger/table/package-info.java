/** The table of keys, as it is. */
@NullMarked
package dev.keysmith.functions.ledger.table;

import org.jspecify.annotations.NullMarked;
