/** How entries are sealed and chained. */
@NullMarked
package dev.keysmith.functions.ledger.chain;

import org.jspecify.annotations.NullMarked;
