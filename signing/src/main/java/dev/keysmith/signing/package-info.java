/** Private keys and what they sign. It is in the artifacts of the functions that sign, and in no other. */
@NullMarked
package dev.keysmith.signing;

import org.jspecify.annotations.NullMarked;
