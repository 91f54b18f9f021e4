/** Owners of keys, and how many keys each has. */
@NullMarked
package dev.keysmith.core.owner;

import org.jspecify.annotations.NullMarked;
