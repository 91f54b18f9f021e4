/** Counting what real processes ask of AWS. */
@NullMarked
package dev.keysmith.local.awscalls;

import org.jspecify.annotations.NullMarked;
