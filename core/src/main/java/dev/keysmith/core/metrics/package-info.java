/** Metrics as lines of a function's log. */
@NullMarked
package dev.keysmith.core.metrics;

import org.jspecify.annotations.NullMarked;
