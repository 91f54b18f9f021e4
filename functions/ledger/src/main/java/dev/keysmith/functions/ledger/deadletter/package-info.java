/** Records that cannot be stored for their own fault, kept whole. */
@NullMarked
package dev.keysmith.functions.ledger.deadletter;

import org.jspecify.annotations.NullMarked;
