/** Requests that a client may repeat: the {@code Idempotency-Key} header, and the answers to it. */
@NullMarked
package dev.keysmith.functions.api.idempotency;

import org.jspecify.annotations.NullMarked;
