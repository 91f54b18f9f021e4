/** End-to-end tests: the packaged artifacts in real processes, through the gateway. A class for each story. */
@NullMarked
package dev.keysmith.local.e2e;

import org.jspecify.annotations.NullMarked;
