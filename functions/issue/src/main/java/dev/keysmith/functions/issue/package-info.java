/** The function that issues keys. */
@NullMarked
package dev.keysmith.functions.issue;

import org.jspecify.annotations.NullMarked;
