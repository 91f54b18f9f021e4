/** Invokes functions with the records of tables' streams, as Lambda's event source mappings do. */
@NullMarked
package dev.keysmith.local.streams;

import org.jspecify.annotations.NullMarked;
