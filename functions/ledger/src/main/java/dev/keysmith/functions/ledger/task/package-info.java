/** Tasks on the ledger, and what they answer. */
@NullMarked
package dev.keysmith.functions.ledger.task;

import org.jspecify.annotations.NullMarked;
