/** The function that revokes keys. */
@NullMarked
package dev.keysmith.functions.revoke;

import org.jspecify.annotations.NullMarked;
