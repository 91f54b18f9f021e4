/** Typed, validated settings. */
@NullMarked
package dev.keysmith.core.settings;

import org.jspecify.annotations.NullMarked;
