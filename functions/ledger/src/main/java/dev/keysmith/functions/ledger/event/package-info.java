/** What happened to a key: the ledger's entries. */
@NullMarked
package dev.keysmith.functions.ledger.event;

import org.jspecify.annotations.NullMarked;
