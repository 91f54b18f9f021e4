/** Giving a key a new secret. */
@NullMarked
package dev.keysmith.core.rotating;

import org.jspecify.annotations.NullMarked;
