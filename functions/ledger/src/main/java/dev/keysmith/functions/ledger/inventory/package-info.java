/** The inventory: each key as it is. */
@NullMarked
package dev.keysmith.functions.ledger.inventory;

import org.jspecify.annotations.NullMarked;
