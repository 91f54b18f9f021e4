/** Credentials that a request presents, and their verification. */
@NullMarked
package dev.keysmith.core.credential;

import org.jspecify.annotations.NullMarked;
