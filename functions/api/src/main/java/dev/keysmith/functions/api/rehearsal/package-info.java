/** How a function rehearses before its snapshot is taken. */
@NullMarked
package dev.keysmith.functions.api.rehearsal;

import org.jspecify.annotations.NullMarked;
