/** Lambda's snapshots of a function that has started: what runs before one is taken, and after each start from it. */
@NullMarked
package dev.keysmith.core.snapshot;

import org.jspecify.annotations.NullMarked;
