/** Holders putting off their key's expiry. */
@NullMarked
package dev.keysmith.core.refreshing;

import org.jspecify.annotations.NullMarked;
