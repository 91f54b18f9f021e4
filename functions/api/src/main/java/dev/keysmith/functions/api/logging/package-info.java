/** Structured logs. */
@NullMarked
package dev.keysmith.functions.api.logging;

import org.jspecify.annotations.NullMarked;
