/** Errors on the wire: problem details (RFC 9457) and OAuth's error JSON. */
@NullMarked
package dev.keysmith.functions.api.problem;

import org.jspecify.annotations.NullMarked;
