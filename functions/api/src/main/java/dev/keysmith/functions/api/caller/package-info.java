/** Who calls, and what its scopes allow. */
@NullMarked
package dev.keysmith.functions.api.caller;

import org.jspecify.annotations.NullMarked;
