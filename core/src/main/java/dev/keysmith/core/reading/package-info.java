/** Reading keys. */
@NullMarked
package dev.keysmith.core.reading;

import org.jspecify.annotations.NullMarked;
