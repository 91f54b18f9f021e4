/** The one HTTP server of the local stack. */
@NullMarked
package dev.keysmith.local.http;

import org.jspecify.annotations.NullMarked;
