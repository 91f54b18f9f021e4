/** Signed JWTs: keys in JWT form, and access tokens. */
@NullMarked
package dev.keysmith.core.token;

import org.jspecify.annotations.NullMarked;
