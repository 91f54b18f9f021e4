/** Dead letters are stored again. */
@NullMarked
package dev.keysmith.functions.ledger.replay;

import org.jspecify.annotations.NullMarked;
