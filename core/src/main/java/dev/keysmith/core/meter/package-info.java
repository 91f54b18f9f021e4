/** Counts and limits use, across all instances, by leases of many uses at once. */
@NullMarked
package dev.keysmith.core.meter;

import org.jspecify.annotations.NullMarked;
