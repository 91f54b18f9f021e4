/** Files that only their owner may read, written as a whole or not at all. */
@NullMarked
package dev.keysmith.local.file;

import org.jspecify.annotations.NullMarked;
