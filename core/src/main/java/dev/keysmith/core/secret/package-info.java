/** Secrets that verify: peppers, and how long they may be held. */
@NullMarked
package dev.keysmith.core.secret;

import org.jspecify.annotations.NullMarked;
