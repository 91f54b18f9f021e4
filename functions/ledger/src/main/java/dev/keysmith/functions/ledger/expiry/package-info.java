/** Events of keys that expired while nothing happened to them. */
@NullMarked
package dev.keysmith.functions.ledger.expiry;

import org.jspecify.annotations.NullMarked;
