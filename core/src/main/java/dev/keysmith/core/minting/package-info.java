/** Minting access tokens from keys. */
@NullMarked
package dev.keysmith.core.minting;

import org.jspecify.annotations.NullMarked;
