/** The catalogue of errors, and what the parts of Keysmith raise. */
@NullMarked
package dev.keysmith.core.error;

import org.jspecify.annotations.NullMarked;
