/** Secrets Manager's API in this JVM. */
@NullMarked
package dev.keysmith.local.secrets;

import org.jspecify.annotations.NullMarked;
