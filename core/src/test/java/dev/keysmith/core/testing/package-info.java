/** What tests share. */
@NullMarked
package dev.keysmith.core.testing;

import org.jspecify.annotations.NullMarked;
