/** Changing what a key may do. */
@NullMarked
package dev.keysmith.core.updating;

import org.jspecify.annotations.NullMarked;
