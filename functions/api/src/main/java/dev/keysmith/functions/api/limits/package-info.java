/** What callers are told of their limits. */
@NullMarked
package dev.keysmith.functions.api.limits;

import org.jspecify.annotations.NullMarked;
