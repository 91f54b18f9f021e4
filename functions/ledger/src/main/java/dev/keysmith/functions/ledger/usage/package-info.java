/** Calls per key and day, from the changes of the keys' meters. */
@NullMarked
package dev.keysmith.functions.ledger.usage;

import org.jspecify.annotations.NullMarked;
