/** Keys that verify signatures, as JSON Web Keys (RFC 7517). */
@NullMarked
package dev.keysmith.core.jwk;

import org.jspecify.annotations.NullMarked;
