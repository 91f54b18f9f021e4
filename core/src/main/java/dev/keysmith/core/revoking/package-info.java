/** Revoking keys. */
@NullMarked
package dev.keysmith.core.revoking;

import org.jspecify.annotations.NullMarked;
