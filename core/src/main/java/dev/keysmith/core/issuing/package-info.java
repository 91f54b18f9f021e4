/** Issuing keys. */
@NullMarked
package dev.keysmith.core.issuing;

import org.jspecify.annotations.NullMarked;
