/** Addresses of clients, and the networks that a key may be used from. */
@NullMarked
package dev.keysmith.core.network;

import org.jspecify.annotations.NullMarked;
