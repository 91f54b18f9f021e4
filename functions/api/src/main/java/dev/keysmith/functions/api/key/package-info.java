/** Keys on the wire. */
@NullMarked
package dev.keysmith.functions.api.key;

import org.jspecify.annotations.NullMarked;
