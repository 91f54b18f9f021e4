/** A shop whose APIs are guarded by Keysmith. */
@NullMarked
package dev.keysmith.examples.shop;

import org.jspecify.annotations.NullMarked;
