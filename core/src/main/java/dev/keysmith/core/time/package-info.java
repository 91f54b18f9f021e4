/** Time and randomness, injected. */
@NullMarked
package dev.keysmith.core.time;

import org.jspecify.annotations.NullMarked;
